package dev.net2vec.job
package storage

import dev.net2vec.job.text.Json

/** What claims of other drivers say. */
object Drivers {
  def running: String = Json.text(DriverProcess.current)

  /** No process has this id on Linux. */
  def ended: String = Json.text(new DriverProcess(DriverProcess.current.scope, 4194304, 1L))

  def elsewhere: String = Json.text(new DriverProcess("another machine", 7, 1700000000000L))
}
