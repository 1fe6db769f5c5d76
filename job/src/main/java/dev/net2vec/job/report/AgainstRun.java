package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.Pictures;
import dev.net2vec.job.resampling.RunDifference;
import java.util.List;

/**
 * The run that a run is compared with.
 *
 * @param summary the content of its {@code summary.json}
 * @param notes say why instances are not compared, or figures may mean different things
 * @param difference of paired instances; null where they are not compared
 * @param here draws the run's instances; null where its masks cannot be read
 * @param there draws the other run's
 */
public record AgainstRun(
    JsonNode summary,
    List<String> notes,
    RunDifference difference,
    Pictures here,
    Pictures there) {}
