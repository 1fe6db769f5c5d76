package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.spark.sql.types.DataTypes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that is replaced while it is read is told, and rows do not mix two versions. */
@ParameterizedClass
@EnumSource
class FileVersionTest extends MaskColumnReaderCases {
  private static final MaskTable OLD =
      MaskTable.of("required binary m;", DataTypes.BinaryType, List.of("a", "b"));
  private static final MaskTable NEW =
      MaskTable.of("required binary m;", DataTypes.BinaryType, List.of("x", "y"));

  /** Of the same length, a second later. */
  private void replace(Path file) throws IOException {
    FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1000);
    Files.delete(file);
    NEW.write(file, writer -> writer);
    Files.setLastModifiedTime(file, later);
  }

  private static void assertReplaced(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "(file|remote):.*/masks-0.parquet was replaced while it was read: it was listed with "
                + "\\d+ bytes of 20.*Z, but has \\d+ bytes of 20.*Z");
  }

  @Test
  void aFileThatIsReplacedAfterItWasOpenedIsTold() throws IOException {
    Path file = OLD.write(file(), writer -> writer);
    try (MaskColumnReader masks = OLD.open(storage, file).orElseThrow()) {
      assertThatCode(masks::checkVersion).doesNotThrowAnyException();
      replace(file);

      assertReplaced(masks::checkVersion);
      if (storage != Storage.REMOTE) {
        assertReplaced(() -> masks.read(new long[] {0, 1}));
      }
    }
  }

  @Test
  void soItIsWhereAFilterLeavesPagesOut() throws IOException {
    Path file = OLD.write(file(), writer -> writer);
    try (MaskColumnReader masks =
        MaskColumnReader.open(
                Storage.LOCAL.status(file, Storage.configuration()),
                0,
                Long.MAX_VALUE / 2,
                OLD.fields(),
                Set.of(),
                4,
                meta -> Optional.of(FilterApi.notEq(FilterApi.binaryColumn("m"), null)),
                Storage.configuration())
            .orElseThrow()) {
      replace(file);

      assertReplaced(() -> masks.read(new long[] {0, 1}));
    }
  }

  @Test
  void aFileIsReadToItsEndFromTheStreamsThatItHas() throws IOException {
    Path file = OLD.write(file(), writer -> writer);
    List<List<Object>> read = List.of(new ArrayList<>());
    try (MaskColumnReader masks = OLD.open(storage, file).orElseThrow()) {
      OLD.read(masks, new long[] {0}, read);
      replace(file);
      OLD.read(masks, new long[] {1}, read);
    }

    assertThat(read).isEqualTo(OLD.rows());
  }
}
