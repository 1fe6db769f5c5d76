package dev.net2vec.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction1;

/** One file, opened by Spark's reader and by ours: both have the version that was listed. */
class MaskReaderTest {
  private static final StructType SCHEMA = new StructType().add("m", DataTypes.BinaryType);

  @TempDir private Path directory;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("masks.parquet");
    write("a", "b");
  }

  private void write(String... cells) throws IOException {
    Files.deleteIfExists(file);
    MessageType schema = MessageTypeParser.parseMessageType("message m { required binary m; }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema).build()) {
      for (String cell : cells) {
        SimpleGroup row = new SimpleGroup(schema);
        row.add("m", Binary.fromString(cell));
        writer.write(row);
      }
    }
  }

  private PartitionedFile listed() throws IOException {
    return new PartitionedFile(
        InternalRow.empty(),
        SparkPath.fromPathString(file.toString()),
        0,
        Files.size(file),
        new String[0],
        Files.getLastModifiedTime(file).toMillis(),
        Files.size(file),
        CollectionConverters.<String, Object>asScala(java.util.Map.of())
            .toMap(scala.$less$colon$less$.MODULE$.refl()));
  }

  /** Replaces the file, a second later. */
  private void replace(PartitionedFile listed) {
    try {
      write("x", "y");
      Files.setLastModifiedTime(file, FileTime.fromMillis(listed.modificationTime() + 1000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Spark has of the file beside its masks: the places of two rows. */
  private static MaskReader reader(Consumer<PartitionedFile> meanwhile) {
    Function1<PartitionedFile, Iterator<InternalRow>> others =
        new AbstractFunction1<>() {
          @Override
          @SuppressWarnings("unchecked")
          public Iterator<InternalRow> apply(PartitionedFile listed) {
            meanwhile.accept(listed);
            OnHeapColumnVector places = new OnHeapColumnVector(2, DataTypes.LongType);
            places.putLong(0, 0);
            places.putLong(1, 1);
            ColumnarBatch batch = new ColumnarBatch(new ColumnVector[] {places}, 2);
            return (Iterator<InternalRow>)
                (Iterator<?>) CollectionConverters.asScala(List.of(batch).iterator());
          }
        };
    return new MaskReader(
        new AbstractFunction1<>() {
          @Override
          public Iterator<InternalRow> apply(PartitionedFile listed) {
            throw new AssertionError("Spark reads the masks");
          }
        },
        others,
        SCHEMA,
        Set.of(),
        2,
        new PushedFilters(
            CollectionConverters.asScala(List.<Filter>of()).toSeq(),
            true,
            true,
            true,
            true,
            10,
            false,
            "CORRECTED"),
        new Local(new SerializableConfiguration(new Configuration(false))));
  }

  private static List<String> cells(Iterator<InternalRow> batches) {
    ColumnarBatch batch = (ColumnarBatch) (Object) ((Iterator<?>) batches).next();
    return List.of(
        new String(batch.column(0).getBinary(0), UTF_8),
        new String(batch.column(0).getBinary(1), UTF_8));
  }

  @Test
  void aFileIsReadAsItWasListed() throws IOException {
    assertThat(cells(reader(listed -> {}).apply(listed()))).containsExactly("a", "b");
  }

  @Test
  void aFileThatIsReplacedIsTold() throws IOException {
    String message =
        file + " was replaced while it was read: it was listed with \\d+ bytes of .*Z, .*";
    PartitionedFile before = listed();
    assertThatThrownBy(() -> reader(this::replace).apply(before))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(message);

    PartitionedFile listed = listed();
    replace(listed);
    assertThatThrownBy(() -> reader(other -> {}).apply(listed))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(message);
  }

  /** What is broadcast, without a cluster. */
  private static final class Local extends Broadcast<SerializableConfiguration> {
    private static final long serialVersionUID = 1L;

    private final SerializableConfiguration hadoop;

    Local(SerializableConfiguration hadoop) {
      super(0, ClassTag.apply(SerializableConfiguration.class));
      this.hadoop = hadoop;
    }

    @Override
    public SerializableConfiguration getValue() {
      return hadoop;
    }

    @Override
    public void doUnpersist(boolean blocking) {}

    @Override
    public void doDestroy(boolean blocking) {}
  }
}
