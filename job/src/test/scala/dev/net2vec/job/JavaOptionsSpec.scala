package dev.net2vec.job

import java.nio.file.Files

import scala.jdk.CollectionConverters._

import org.apache.spark.SPARK_VERSION
import org.apache.spark.launcher.JavaModuleOptions
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class JavaOptionsSpec extends AnyFunSpec with Matchers {
  describe("job/bin/java-options") {
    it(
      "holds what the launcher of Spark 4.2 gives its JVMs, but for a module that warns and that nothing here uses"
    ) {
      assume(SPARK_VERSION.startsWith("4.2."))
      Files.readAllLines(Checkout.path("job/bin/java-options")).asScala should
        contain theSameElementsInOrderAs
        JavaModuleOptions.defaultModuleOptionArray.filterNot(_.contains("incubator"))
    }
  }
}
