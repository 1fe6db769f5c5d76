package dev.net2vec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way, job → sql → mask → kpi and sql → scan, and what a number means needs
 * no Spark.
 */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.net2vec");
  }

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("sql")
        .definedBy("dev.net2vec.sql..")
        .layer("scan")
        .definedBy("dev.net2vec.scan..")
        .layer("parquet")
        .definedBy("dev.net2vec.parquet..")
        .layer("mask")
        .definedBy("dev.net2vec.mask..")
        .layer("kpi")
        .definedBy("dev.net2vec.kpi..")
        .layer("reduction")
        .definedBy("dev.net2vec.reduction..")
        .whereLayer("sql")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("scan")
        .mayOnlyBeAccessedByLayers("sql")
        .whereLayer("parquet")
        .mayOnlyBeAccessedByLayers("scan")
        .whereLayer("mask")
        .mayOnlyBeAccessedByLayers("sql")
        .whereLayer("kpi")
        .mayOnlyBeAccessedByLayers("sql", "mask", "reduction")
        .whereLayer("reduction")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
    slices().matching("dev.net2vec.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theDefinitionKnowsNoSpark() {
    noClasses()
        .that()
        .resideInAPackage("dev.net2vec.kpi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .check(classes);
  }

  @Test
  void decodersKnowNoSession() {
    noClasses()
        .that()
        .resideInAPackage("dev.net2vec.mask..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.spark.sql.SparkSession")
        .check(classes);
  }

  @Test
  void whatSqlRunsNeedsNoTensors() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.net2vec.sql..", "dev.net2vec.mask..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(classes);
  }

  @Test
  void classesAreFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .check(classes);
  }
}
