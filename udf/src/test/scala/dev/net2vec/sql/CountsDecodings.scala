package dev.net2vec.sql

import java.nio.file.Files
import jdk.jfr.Recording
import jdk.jfr.consumer.RecordingFile
import scala.jdk.CollectionConverters._

/** Counts by the event of Java Flight Recorder. */
trait CountsDecodings {

  /** How many pairs of masks and how many activations the body decodes. */
  protected def decoded(body: => Any): Long = {
    val recording = new Recording
    recording.enable("dev.net2vec.Decoding").withoutStackTrace().withoutThreshold()
    recording.start()
    try body
    finally recording.stop()
    val file = Files.createTempFile("decoding", ".jfr")
    recording.dump(file)
    recording.close()
    val events = RecordingFile.readAllEvents(file).asScala
    Files.delete(file)
    events.count(_.getEventType.getName == "dev.net2vec.Decoding").toLong
  }
}
