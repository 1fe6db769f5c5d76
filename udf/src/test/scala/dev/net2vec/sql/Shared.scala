package dev.net2vec.sql

import java.nio.file.{Files, Path}

/** The reference material that lies beside the checkout. */
object Shared {
  def file(name: String): Path = {
    val root = Path.of(sys.props("maven.multiModuleProjectDirectory"))
    val file = root.resolveSibling("shared").resolve(name)
    require(
      Files.exists(file),
      s"$file is missing: the tests read the reference material beside the checkout"
    )
    file
  }
}
