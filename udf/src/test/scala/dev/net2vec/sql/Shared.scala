package dev.net2vec.sql

import java.nio.file.{Files, Path}
import org.scalatest.Assertions.cancel

/** The reference data that may lie beside the checkout. */
object Shared {

  /** Returns `../shared/NAME`; cancels the test where that is not beside the checkout. */
  def file(name: String): Path = {
    val root = Path.of(sys.props("maven.multiModuleProjectDirectory"))
    val file = root.resolveSibling("shared").resolve(name)
    if (!Files.exists(file)) cancel(s"$file is not beside this checkout")
    file
  }
}
