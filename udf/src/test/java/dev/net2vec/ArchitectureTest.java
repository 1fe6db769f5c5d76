package dev.net2vec;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import dev.net2vec.compat.TableVersions;
import dev.net2vec.mask.NpySlice;
import dev.net2vec.sql.Net2VecExtensions;
import dev.net2vec.sql.Net2VecFunctions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way, job → sql → mask → kpi and sql → scan → parquet, and what a number
 * means needs no Spark.
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
        .definedBy("dev.net2vec.sql")
        .layer("plan")
        .definedBy("dev.net2vec.sql.plan")
        .layer("aggregate")
        .definedBy("dev.net2vec.sql.aggregate")
        .layer("expression")
        .definedBy("dev.net2vec.sql.expression")
        .layer("setting")
        .definedBy("dev.net2vec.setting")
        .layer("compat")
        .definedBy("dev.net2vec.compat")
        .layer("scan")
        .definedBy("dev.net2vec.scan..")
        .layer("parquet")
        .definedBy("dev.net2vec.parquet..")
        .layer("mask")
        .definedBy("dev.net2vec.mask")
        .layer("form")
        .definedBy("dev.net2vec.mask.form")
        .layer("kpi")
        .definedBy("dev.net2vec.kpi..")
        .layer("picture")
        .definedBy("dev.net2vec.picture")
        .layer("reduction")
        .definedBy("dev.net2vec.reduction..")
        .whereLayer("sql")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("sql")
        .whereLayer("aggregate")
        .mayOnlyBeAccessedByLayers("sql", "plan")
        .whereLayer("expression")
        .mayOnlyBeAccessedByLayers("sql", "plan", "aggregate")
        .whereLayer("setting")
        .mayOnlyBeAccessedByLayers("sql", "aggregate", "expression", "plan")
        .whereLayer("compat")
        .mayOnlyBeAccessedByLayers("sql", "scan", "mask")
        .whereLayer("scan")
        .mayOnlyBeAccessedByLayers("plan")
        .whereLayer("parquet")
        .mayOnlyBeAccessedByLayers("scan")
        .whereLayer("mask")
        .mayOnlyBeAccessedByLayers("sql", "expression", "setting")
        .whereLayer("form")
        .mayOnlyBeAccessedByLayers("mask")
        .whereLayer("kpi")
        .mayOnlyBeAccessedByLayers(
            "sql", "aggregate", "expression", "mask", "form", "setting", "picture", "reduction")
        .whereLayer("picture")
        .mayOnlyBeAccessedByLayers("expression")
        .whereLayer("reduction")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
    slices().matching("dev.net2vec.(**)").should().beFreeOfCycles().check(classes);
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

  /** Spark and users reach the rest: functions, reductions, and what generated code calls. */
  @Test
  void nothingIsPublicThatNoOtherPackageUses() {
    classes()
        .that()
        .arePublic()
        .and()
        .resideInAnyPackage(
            "dev.net2vec.compat",
            "dev.net2vec.mask",
            "dev.net2vec.mask.form",
            "dev.net2vec.parquet",
            "dev.net2vec.scan",
            "dev.net2vec.sql",
            "dev.net2vec.sql.plan")
        .and()
        .doNotBelongToAnyOf(
            Net2VecExtensions.class, Net2VecFunctions.class, NpySlice.class, TableVersions.class)
        .should(ArchCondition.from(describe("be used from another package", this::isUsedElsewhere)))
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

  private boolean isUsedElsewhere(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
  }
}
