package dev.net2vec.job.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** The page of a run as the text of one HTML file. */
public final class Report {
  private static final String PACKAGE = "dev.net2vec.job.report.template";

  /**
   * The names of groups, ids, files and messages come from data: the engine escapes all of them.
   */
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Report.class.getClassLoader(), PACKAGE);

  private Report() {}

  /**
   * Returns the page.
   *
   * @param against what the run is compared with; null for nothing
   * @param examples the number of worst and of median instances that are listed per group
   */
  public static String html(ReportedRun run, AgainstRun against, int examples) {
    StringOutput html = new StringOutput(1 << 16);
    TEMPLATES.render("page.jte", PageModel.of(run, against, examples), html);
    return html.toString();
  }
}
