package dev.net2vec.sql.expression;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Java Flight Recorder's event of one pair of masks that is decoded; off unless a recording asks
 * for it.
 *
 * <p>{@code jcmd PID JFR.start dev.net2vec.Decoding#enabled=true} counts how often a query decodes
 * a row, and how long that takes.
 */
@Name("dev.net2vec.Decoding")
@Label("Decoding of a pair of masks")
@Category("net2vec")
@Enabled(false)
@StackTrace(false)
final class Decoding extends Event {}
