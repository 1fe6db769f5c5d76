package dev.net2vec.job

import java.nio.file.Files
import jdk.jfr.Recording
import jdk.jfr.consumer.RecordingFile
import scala.jdk.CollectionConverters._

/** Counts by the library's event of Java Flight Recorder. */
object Decodings {

  /** How many pairs of masks the body decodes. */
  def of(body: => Any): Long = {
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
