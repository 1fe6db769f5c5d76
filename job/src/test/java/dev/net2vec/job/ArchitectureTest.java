package dev.net2vec.job;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The job's packages depend on each other one way, from the commands down to text and errors. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.net2vec.job");
  }

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("commands")
        .definedBy("dev.net2vec.job")
        .layer("dataset")
        .definedBy("dev.net2vec.job.dataset")
        .layer("report")
        .definedBy("dev.net2vec.job.report")
        .layer("tracking")
        .definedBy("dev.net2vec.job.tracking")
        .layer("results")
        .definedBy("dev.net2vec.job.results")
        .layer("evaluation")
        .definedBy("dev.net2vec.job.evaluation")
        .layer("resampling")
        .definedBy("dev.net2vec.job.resampling")
        .layer("source")
        .definedBy("dev.net2vec.job.source")
        .layer("image")
        .definedBy("dev.net2vec.job.image")
        .layer("storage")
        .definedBy("dev.net2vec.job.storage")
        .layer("spark")
        .definedBy("dev.net2vec.job.spark")
        .layer("error")
        .definedBy("dev.net2vec.job.error")
        .layer("text")
        .definedBy("dev.net2vec.job.text")
        .whereLayer("commands")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("dataset")
        .mayOnlyBeAccessedByLayers("commands")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("commands")
        .whereLayer("tracking")
        .mayOnlyBeAccessedByLayers("commands")
        .whereLayer("results")
        .mayOnlyBeAccessedByLayers("commands")
        .whereLayer("evaluation")
        .mayOnlyBeAccessedByLayers("commands", "dataset", "report", "results")
        .whereLayer("resampling")
        .mayOnlyBeAccessedByLayers("commands", "report", "results", "evaluation")
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("commands", "dataset", "results", "evaluation")
        .whereLayer("image")
        .mayOnlyBeAccessedByLayers("evaluation")
        .whereLayer("storage")
        .mayOnlyBeAccessedByLayers("commands", "results", "source")
        .whereLayer("spark")
        .mayOnlyBeAccessedByLayers(
            "commands", "dataset", "report", "results", "evaluation", "resampling", "source")
        .whereLayer("text")
        .mayOnlyBeAccessedByLayers(
            "commands",
            "dataset",
            "report",
            "results",
            "evaluation",
            "resampling",
            "source",
            "storage",
            "tracking",
            "error")
        .check(classes);
    slices().matching("dev.net2vec.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theLibraryIsReachedByWhatItPublishes() {
    classes()
        .that()
        .resideInAPackage("dev.net2vec.job..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.net2vec.parquet..",
            "dev.net2vec.scan..",
            "dev.net2vec.sql.aggregate..",
            "dev.net2vec.sql.plan..")
        .check(classes);
  }

  /**
   * Net2VecEval is excluded as it is started by name, and templates (JtepageGenerated) as they are
   * found by name; the other three as the compiler inlines their constants.
   */
  @Test
  void nothingIsPublicThatNoOtherPackageUses() {
    classes()
        .that()
        .areTopLevelClasses()
        .and()
        .arePublic()
        .and()
        .doNotHaveSimpleName("Net2VecEval")
        .and()
        .haveSimpleNameNotStartingWith("Jte")
        .and()
        .doNotHaveSimpleName("ExitCode")
        .and()
        .doNotHaveSimpleName("Figures")
        .and()
        .doNotHaveSimpleName("Problem")
        .should(ArchCondition.from(describe("be used from another package", this::isUsedElsewhere)))
        .check(classes);
  }

  private boolean isUsedElsewhere(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
  }
}
