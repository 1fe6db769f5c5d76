package dev.net2vec.job.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static ResultTable table() {
    ResultTable table =
        new ResultTable().word("concept").word("time").number("count").figure("value", 2);
    table.add(List.of(TextNode.valueOf("car, \"red\""), "night", 12L, 1.0 / 3));
    table.add(Arrays.asList(NullNode.instance, "", 3L, null));
    table.add(Arrays.asList("a|b <i>\n", null, new ResultTable.Cell(7, "about 7"), Double.NaN));
    return table;
  }

  @Test
  void peopleSeeRoundedFiguresAndSafeText() {
    assertThat(table().text(OutputFormat.TABLE))
        .isEqualTo(
            """
            concept      time     count  value
            car, "red"   night       12   0.33
            NULL         ""           3
            "a|b <i>\\n"  NULL   about 7    NaN
            """);
  }

  @Test
  void programsGetAllDigits() {
    assertThat(table().text(OutputFormat.CSV))
        .isEqualTo(
            """
            concept,time,count,value
            "car, ""red""\",night,12,0.3333333333333333
            ,"",3,
            "a|b <i>
            ",,7,NaN
            """);
    assertThat(Json.read(table().text(OutputFormat.JSON)).toString())
        .isEqualTo(
            "[{\"concept\":\"car, \\\"red\\\"\",\"time\":\"night\",\"count\":12,"
                + "\"value\":0.3333333333333333},"
                + "{\"concept\":null,\"time\":\"\",\"count\":3,\"value\":null},"
                + "{\"concept\":\"a|b <i>\\n\",\"time\":null,\"count\":7,\"value\":\"NaN\"}]");
  }

  @Test
  void markdownEscapesWhatItWouldTakeForMarkup() {
    assertThat(table().text(OutputFormat.MARKDOWN))
        .isEqualTo(
            """
            | concept | time | count | value |
            |---|---|---:|---:|
            | car, "red" | night | 12 | 0.33 |
            | NULL | "" | 3 |  |
            | "a\\|b &lt;i>\\n" | NULL | about 7 | NaN |
            """);
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> new ResultTable().word("concept").add(List.of("car", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 cells for 1");
  }
}
