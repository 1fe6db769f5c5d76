package dev.net2vec.job
package source

import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class SkippingIteratorSpec extends AnyFunSpec with Matchers {
  describe("too little memory to read a file") {
    it("does not make the file a damaged one to skip") {
      val memory = new RuntimeException("cannot reserve", new OutOfMemoryError("Java heap space"))
      val file = new SkippingIterator(() => throw memory, row => row, _ => fail("taken for damage"))
      the[RuntimeException] thrownBy file.hasNext shouldBe memory
    }
  }
}
