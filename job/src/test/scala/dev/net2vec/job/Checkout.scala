package dev.net2vec.job

import java.nio.file.Path

/** The files of the project beside its modules. */
private[job] object Checkout {
  def path(name: String): Path =
    Path.of(sys.props("maven.multiModuleProjectDirectory")).resolve(name)

  /** A file of the data that lie beside the project. */
  def shared(name: String): Path = path("../shared").resolve(name)
}
