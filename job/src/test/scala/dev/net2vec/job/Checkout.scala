package dev.net2vec.job

import java.nio.file.{Files, Path}
import org.scalatest.Assertions.cancel

/** The project's files outside its modules. */
private[job] object Checkout {
  def path(name: String): Path =
    Path.of(sys.props("maven.multiModuleProjectDirectory")).resolve(name)

  /** Returns `../shared/NAME`; cancels the test if there is no such file beside the checkout. */
  def shared(name: String): Path = {
    val file = path("../shared").normalize().resolve(name)
    if (!Files.exists(file)) cancel(s"$file is not beside this checkout")
    file
  }
}
