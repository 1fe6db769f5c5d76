package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageBuffersTest {
  private final PageBuffers buffers = new PageBuffers();

  @Test
  void bytesThatWereGivenBackAreLentAgain() {
    byte[] first = buffers.take(100);
    buffers.giveBack(first);

    assertThat(buffers.take(60_000)).isSameAs(first);
    assertThat(buffers.take(100)).isNotSameAs(first);
  }

  @Test
  void nobodyElseHasWhatIsLent() {
    byte[] first = buffers.take(100);
    byte[] second = buffers.take(100);

    assertThat(second).isNotSameAs(first);
    buffers.giveBack(second);
    buffers.giveBack(second);
    assertThat(buffers.take(100)).isSameAs(second);
    assertThat(buffers.take(100)).isNotSameAs(second).isNotSameAs(first);
  }

  @Test
  void bytesFromElsewhereAreNotTaken() {
    byte[] own = new byte[1 << 16];
    buffers.giveBack(own);

    assertThat(buffers.take(100)).isNotSameAs(own);
  }

  @Test
  void equalBytesAreNotTheSame() {
    byte[] lent = buffers.take(100);
    buffers.giveBack(lent.clone());

    assertThat(buffers.take(100)).isNotSameAs(lent);
    buffers.giveBack(lent);
    assertThat(buffers.take(100)).isSameAs(lent);
  }

  @Test
  void theyAreAsManyAsAskedForAtLeast() {
    for (int size : new int[] {1, 65_535, 65_536, 65_537, 3_000_000}) {
      byte[] lent = buffers.take(size);
      assertThat(lent).hasSizeBetween(size, size + 65_535);
      buffers.giveBack(lent);
      assertThat(buffers.take(lent.length)).isSameAs(lent);
      buffers.giveBack(lent);
    }
  }

  @Test
  void thoseThatAreTooShortAreForgotten() {
    byte[] small = buffers.take(100);
    buffers.giveBack(small);
    byte[] large = buffers.take(100_000);
    buffers.giveBack(large);

    assertThat(buffers.take(100)).isSameAs(large);
    assertThat(buffers.take(100)).isNotSameAs(small);
  }
}
