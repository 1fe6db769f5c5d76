package dev.net2vec.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * A column of arrays of numbers, nested or not.
 *
 * <p>Spark's reader stores both levels of every pixel, then scans them for the bounds of the
 * arrays. A mask's pixels are one run of equal levels, or one per row, and here a run costs no more
 * than a pixel.
 */
final class ArrayColumn implements MaskColumn {
  private final ListLevels levels;
  private final int depth;
  private final int whole;

  /**
   * By depth: the vectors of rows, of the arrays in them, and so on, down to the arrays of items.
   */
  private final WritableColumnVector[] arrays;

  private final ItemVector items;
  private final PageBuffers buffers;

  /** By depth: the number of elements, and the index of the open one; −1 if none is open. */
  private final int[] sizes;

  private final int[] open;
  private final int[] starts;

  /** The offset of the open innermost array's repetition levels in the page; −1 if unknown. */
  private int mark;

  /** The value of {@code left} at the mark. */
  private int leftAtMark;

  private ColumnPages pages;

  /** The number of rows in the row group. */
  private long rowCount;

  private Page page;
  private int pageNumber;

  /** The number of unread entries of the page. */
  private int left;

  /** The current row, which the next entry belongs to unless it starts a new one. */
  private long row;

  /** The row before the first that starts in the page. */
  private long rowBefore;

  ArrayColumn(ListLevels levels, DataType type, int capacity, PageBuffers buffers) {
    this.buffers = buffers;
    this.levels = levels;
    this.depth = levels.depth();
    this.whole = levels.column().getMaxDefinitionLevel();
    this.arrays = new WritableColumnVector[depth];
    WritableColumnVector vector = new OnHeapColumnVector(capacity, type);
    for (int k = 0; k < depth; k++) {
      arrays[k] = vector;
      vector = vector.getChild(0);
    }
    this.items = new ItemVector(vector);
    this.sizes = new int[depth];
    this.open = new int[depth];
    this.starts = new int[depth];
  }

  @Override
  public ColumnDescriptor column() {
    return levels.column();
  }

  @Override
  public ColumnVector vector() {
    return arrays[0];
  }

  @Override
  public int pageNumber() {
    return pageNumber;
  }

  @Override
  public void startRowGroup(ColumnPages next, long rows) throws IOException {
    pages = next;
    rowCount = rows;
    giveBackPage();
    pageNumber = -1;
    row = -1;
    left = 0;
    items.startRowGroup(column(), pages.dictionary());
  }

  @Override
  public void read(long[] rows) throws IOException {
    arrays[0].reset();
    items.startBatch();
    Arrays.fill(sizes, 0);
    Arrays.fill(open, -1);
    int started = 0;
    boolean wanted = false;
    while (left > 0 || nextPage(rows, started)) {
      int at = page.repetition().boundary();
      if (wanted && mark >= 0 && repeat()) {
        continue;
      }
      int repetition = page.repetition().value();
      int definition = page.definition().value();
      int run = 1;
      if (repetition == 0) {
        checkRow();
        if (started == rows.length) {
          break;
        }
        row++;
        wanted = row == rows[started];
        started += wanted ? 1 : 0;
      } else if (row < 0) {
        throw new ParquetDecodingException(
            "a row group must start with a new row, but its first repetition level is not 0");
      } else if (repetition == depth) {
        run = Math.min(left, page.repetition().count());
      }
      run = Math.min(run, page.definition().count());
      if (!wanted) {
        items.skip(definition == whole ? run : 0);
      } else if (repetition == depth && definition == whole) {
        checkOpen(depth);
        items.add(run);
      } else {
        run = 1;
        add(repetition, definition);
        mark = repetition > 0 && repetition == depth - 1 ? at : -1;
        leftAtMark = left;
      }
      page.repetition().take(run);
      page.definition().take(run);
      left -= run;
    }
    if (started < rows.length) {
      throw new ParquetDecodingException(
          "a row group ends after "
              + (row + 1)
              + " rows, but row "
              + rows[started]
              + " is expected");
    }
    close(0);
    items.flush();
  }

  /**
   * Adds the innermost arrays whose repetition levels have the same bytes as those of the previous
   * one, as in images; returns whether there are any.
   */
  private boolean repeat() {
    int length = leftAtMark - left;
    if (page.definition().value() != whole) {
      return false;
    }
    int most = Math.min(left, page.definition().count()) / length;
    int times = page.repetition().repeat(mark, most);
    if (times == 0) {
      return false;
    }
    for (int i = 0; i < times; i++) {
      checkOpen(depth - 1);
      close(depth - 1);
      start(depth - 1);
      items.add(length);
    }
    page.definition().take(times * length);
    left -= times * length;
    mark = -1;
    return true;
  }

  /** Adds one entry, which starts a new element at the depth of its repetition level. */
  private void add(int repetition, int definition) {
    checkOpen(repetition);
    if (repetition > 0 && definition <= levels.present()[repetition - 1]) {
      throw new ParquetDecodingException("row " + row + " continues a list without adding an item");
    }
    close(repetition);
    for (int k = repetition; k < depth; k++) {
      if (definition < levels.present()[k]) {
        int at = sizes[k]++;
        arrays[k].reserve(at + 1);
        arrays[k].putNull(at);
        return;
      }
      start(k);
      if (definition == levels.present()[k]) {
        close(k); // An empty array cannot continue.
        return;
      }
    }
    if (definition == whole) {
      items.add(1);
    } else {
      items.addNull();
    }
  }

  /** Opens a new array at a depth. */
  private void start(int k) {
    open[k] = sizes[k]++;
    arrays[k].reserve(sizes[k]);
    starts[k] = k + 1 < depth ? sizes[k + 1] : items.size();
  }

  /** Throws if an entry continues an array that is not open. */
  private void checkOpen(int repetition) {
    if (repetition > 0 && open[repetition - 1] < 0) {
      throw new ParquetDecodingException("row " + row + " continues a list that is NULL or empty");
    }
  }

  /** Throws if the row group has no further row. */
  private void checkRow() {
    if (row + 1 >= rowCount) {
      throw new ParquetDecodingException(
          "row %d starts, but the row group has %d rows".formatted(row + 1, rowCount));
    }
  }

  /** Closes the open arrays from a depth downwards. */
  private void close(int from) {
    for (int k = from; k < depth; k++) {
      if (open[k] >= 0) {
        int end = k + 1 < depth ? sizes[k + 1] : items.size();
        arrays[k].putArray(open[k], starts[k], end - starts[k]);
        open[k] = -1;
      }
    }
  }

  /**
   * Opens the next page that is needed.
   *
   * @param rows of the batch
   * @param started how many of them have started
   * @return whether there is one
   */
  private boolean nextPage(long[] rows, int started) throws IOException {
    do {
      endPage();
      if (started == rows.length && pages.startRows()) {
        return false; // The last row has ended with its page.
      }
      long before = row;
      pageNumber++;
      page = pages.next(started < rows.length ? rows[started] : row + 1);
      if (page == null) {
        pageNumber--;
        return false;
      }
      items.startPage(page);
      left = page.entries();
      mark = -1;
      row = page.firstRow(row + 1) - 1;
      rowBefore = row;
      if (row > before && left > 0 && page.repetition().value() > 0) {
        throw new ParquetDecodingException(
            "a page starts inside row %d, but the page index says that it starts with it"
                .formatted(row + 1));
      }
    } while (left == 0);
    return true;
  }

  private void endPage() {
    if (page != null) {
      page.checkEnd(row - rowBefore, items.endPage());
      giveBackPage();
    }
  }

  private void giveBackPage() {
    if (page != null) {
      buffers.giveBack(page.values().array());
      page = null;
    }
  }
}
