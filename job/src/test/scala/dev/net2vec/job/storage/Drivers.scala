package dev.net2vec.job
package storage

import dev.net2vec.job.text.Json

/** The content of other drivers' claims. */
object Drivers {
  def running: String = Json.text(DriverProcess.current)

  /** On Linux, no process can have this id. */
  def ended: String = Json.text(new DriverProcess(DriverProcess.current.scope, 4194304, 1L))

  def elsewhere: String = Json.text(new DriverProcess("another machine", 7, 1700000000000L))
}
