package dev.net2vec.job

import java.nio.file.{Files, Path}

/** The files of the project beside its modules. */
private[job] object Checkout {
  private val root: Path = Iterator
    .iterate(Path.of("").toAbsolutePath)(_.getParent)
    .find(directory => Files.isDirectory(directory.resolve(".mvn")))
    .get

  def path(name: String): Path = root.resolve(name)
}
