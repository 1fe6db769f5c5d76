package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final PageBytes NONE = PageBytes.of(new byte[0], 0, 0);

  private static Page page(int entries, long firstRow, int rows, int absent) {
    RunLengthDecoder flat = Page.runs(NONE, 0);
    return new Page(entries, firstRow, rows, absent, flat, flat, Encoding.PLAIN, NONE);
  }

  @Test
  void itFollowsTheLastOneUnlessItsIndexSaysAnotherRow() {
    assertThat(page(5, -1, -1, -1).firstRow(7)).isEqualTo(7);
    assertThat(page(5, 7, -1, -1).firstRow(7)).isEqualTo(7);
    assertThat(page(5, 9, -1, -1).firstRow(7)).isEqualTo(9);
    assertThat(page(5, 0, -1, -1).firstRow(0)).isZero();
    assertThatThrownBy(() -> page(5, 6, -1, -1).firstRow(7))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("the page index says that a page starts at row 6, but row 6 came before it");
  }

  @Test
  void itHasWhatItsHeaderSays() {
    page(5, -1, -1, -1).checkEnd(3, 5);
    page(5, -1, 3, 2).checkEnd(3, 3);
    page(5, -1, 0, 0).checkEnd(0, 5);
    // Some writers do not count all NULLs.
    page(5, -1, 3, 1).checkEnd(3, 3);
    assertThatThrownBy(() -> page(5, -1, 3, -1).checkEnd(2, 5))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("2 rows start in a page, but its header says 3");
    assertThatThrownBy(() -> page(5, -1, 0, -1).checkEnd(1, 5))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("1 rows start in a page, but its header says 0");
    assertThatThrownBy(() -> page(5, -1, -1, 2).checkEnd(3, 4))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("1 values of a page are absent, but its header says 2");
  }

  @Test
  void itHasNoNegativeNumberOfValues() {
    assertThat(page(0, -1, -1, -1).entries()).isZero();
    assertThatThrownBy(() -> page(-1, -1, -1, -1))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("a page has -1 values");
  }
}
