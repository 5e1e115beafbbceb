package vae.experiments;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileDescriptor;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.ObjectMapper;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Measured;

/** Which package of the experiments may use which. */
@AnalyzeClasses(packages = "vae.experiments", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CYCLES =
      slices().matching("vae.experiments.(*)..").should().beFreeOfCycles();

  /** A room and its parts: every package for itself. */
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("vae.experiments.(**)").should().beFreeOfCycles();

  /** Plots know numbers, pages know plots; what is shown is known to neither. */
  @ArchTest
  static final ArchRule PLOTS_AND_PAGES_KNOW_NO_RUNS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "vae.experiments.report.text..",
              "vae.experiments.report.plot..",
              "vae.experiments.report.page..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "vae.experiments.run..",
              "vae.experiments.recorded..",
              "vae.experiments.sweep..",
              "vae.experiments.report.run..",
              "vae.experiments.report.sweep..",
              "vae.experiments.report.study..");

  /** What a runner writes is read without it. */
  @ArchTest
  static final ArchRule RUN_FOLDERS_KNOW_NO_RUNNER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "vae.experiments.run.folder..",
              "vae.experiments.run.journal..",
              "vae.experiments.run.checkpoint..",
              "vae.experiments.run.provenance..",
              "vae.experiments.run.verification..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("vae.experiments.run", "vae.experiments.reproduction..");

  /** Of a model, a report knows what its metrics are and what was measured. */
  @ArchTest
  static final ArchRule REPORTS_READ_FOLDERS_AND_NEVER_MODELS =
      noClasses()
          .that()
          .resideInAPackage("vae.experiments.report..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "vae.autodiff..",
                      "vae.core..",
                      "vae.models..",
                      "vae.data..",
                      "vae.experiments.training..",
                      "vae.experiments.evaluation..",
                      "vae.experiments.wiring..",
                      "vae.experiments.study..",
                      "vae.experiments.cli..")
                  .and(not(belongToAnyOf(Measured.class, Quantity.class))));

  /** What a quantity is says its record: nothing is measured, run or drawn to know it. */
  @ArchTest
  static final ArchRule QUANTITIES_USE_RECORDS_AND_JSON =
      classes()
          .that()
          .resideInAPackage("vae.experiments.quantity")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "tools.jackson..",
              "vae.core.model",
              "vae.core.spec",
              "vae.experiments.quantity");

  /** Who measures, records, compares or shows; specs and folders know no quantity. */
  @ArchTest
  static final ArchRule QUANTITIES_ARE_OF_THOSE_WHO_MEASURE_AND_SHOW =
      classes()
          .that()
          .resideInAPackage("vae.experiments.quantity")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(
              "vae.experiments.quantity",
              "vae.experiments.training..",
              "vae.experiments.evaluation..",
              "vae.experiments.likelihood..",
              "vae.experiments.run..",
              "vae.experiments.recorded",
              "vae.experiments.sweep..",
              "vae.experiments.index",
              "vae.experiments.report..",
              "vae.experiments.study..",
              "vae.experiments.export..",
              "vae.experiments.cli..");

  /** How z was made is the distribution's; training and evaluation take draws as they are. */
  @ArchTest
  static final ArchRule ONLY_DISTRIBUTIONS_MAKE_DRAWS =
      noClasses()
          .should()
          .beAssignableTo(Draws.class)
          .orShould()
          .callMethodWhere(target(owner(assignableTo(Draws.class))).and(target(nameMatching("of"))))
          .orShould()
          .callMethod(Tape.class, "isDifferentiable", Tensor.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(GaussianRows.class);

  @ArchTest
  static final ArchRule SPECS_KNOW_NO_RUNS =
      noClasses()
          .that()
          .resideInAPackage("vae.experiments.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "vae.models..",
              "vae.data..",
              "vae.experiments.training..",
              "vae.experiments.evaluation..",
              "vae.experiments.run..",
              "vae.experiments.report..",
              "vae.experiments.study..",
              "vae.experiments.wiring..",
              "vae.experiments.cli..");

  /** Who runs a sweep says what is done with finished runs; plans are made of specs alone. */
  @ArchTest
  static final ArchRule SWEEPS_KNOW_NO_REPORTS =
      noClasses()
          .that()
          .resideInAPackage("vae.experiments.sweep..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "vae.experiments.report..", "vae.experiments.study..", "vae.experiments.cli..");

  @ArchTest
  static final ArchRule TRAINING_AND_EVALUATION_KNOW_NO_FOLDERS =
      noClasses()
          .that()
          .resideInAnyPackage("vae.experiments.training..", "vae.experiments.evaluation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "vae.models..",
              "vae.experiments.folder..",
              "vae.experiments.run..",
              "vae.experiments.report..",
              "vae.experiments.study..",
              "vae.experiments.wiring..",
              "vae.experiments.cli..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_ITSELF =
      noClasses()
          .that()
          .resideOutsideOfPackage("vae.experiments.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("vae.experiments.cli..");

  /** S7, S12: what is printed is made harmless, and what cannot be written is noticed. */
  @ArchTest
  static final ArchRule ONE_PLACE_PRINTS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("vae.experiments.cli.Console")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(FileDescriptor.class, "out")
          .orShould()
          .accessField(FileDescriptor.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.IO");

  /**
   * What opens files by their path: the product's own checkout, its jars and the machine
   * (SourceState, Provenance, Machine, ShippedJars), files that the user named (Reading, JobScript,
   * SqliteExport), and folders that were checked for links before, or that this process made.
   */
  private static final String BY_PATH =
      "vae\\.experiments\\.(run\\.provenance\\.(SourceState|Provenance|Machine)|reproduction\\.Reproduction"
          + "|sweep\\.(worker|spark)\\..*"
          + "|sweep\\.(slurm\\.(Submission|JobScript)|table\\.SqliteExport|driver\\.FinishedRuns|plan\\.Reading))";

  /** Folders that may come from a stranger are touched through {@code vae.experiments.folder}. */
  @ArchTest
  static final ArchRule FOLDERS_ARE_TOUCHED_IN_ONE_WAY =
      noClasses()
          .that()
          .resideInAnyPackage(
              "vae.experiments.run..",
              "vae.experiments.reproduction..",
              "vae.experiments.recorded..",
              "vae.experiments.report..",
              "vae.experiments.citation..",
              "vae.experiments.index..",
              "vae.experiments.sweep..")
          .and()
          .haveNameNotMatching(BY_PATH)
          .should()
          .callMethodWhere(target(owner(assignableTo(Files.class))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(FileChannel.class))).and(target(nameMatching("open"))))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.io\\.(File|RandomAccessFile|File(Input|Output)Stream|File(Reader|Writer))");

  @ArchTest
  static final ArchRule NOTHING_IS_SERIALISED_BY_JAVA =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.Object(In|Out)putStream");

  /** A mapper made elsewhere would read numbers by Jackson's parsers that know one byte order. */
  @ArchTest
  static final ArchRule JSON_IS_READ_AND_WRITTEN_BY_ONE_MAPPER =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("vae.experiments.spec.Json")
          .should()
          .callCodeUnitWhere(
              target(
                      owner(
                          assignableTo(TokenStreamFactory.class)
                              .or(assignableTo(ObjectMapper.class))))
                  .and(target(nameMatching("<init>|builder.*|shared|rebuild"))));

  /** S17: whoever starts a process elsewhere forgets a stream, a deadline or a child. */
  @ArchTest
  static final ArchRule PROCESSES_ARE_STARTED_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("vae.experiments.process")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .callCodeUnitWhere(
              target(owner(assignableTo(Runtime.class))).and(target(nameMatching("exec"))));

  /** Components are made by {@code vae.core.wiring}, each with what its own site gives. */
  @ArchTest
  static final ArchRule NOTHING_IS_INJECTED =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.google.inject..");

  /** One model's sizes and parameters never reach another that is made beside it. */
  @ArchTest
  static final ArchRule MODELS_ARE_MADE_WITHOUT_STATE =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("vae.experiments.wiring")
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule CONCRETE_CLASSES_ARE_FINAL =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .and()
          .areNotEnums()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should()
          .haveModifier(JavaModifier.FINAL);
}
