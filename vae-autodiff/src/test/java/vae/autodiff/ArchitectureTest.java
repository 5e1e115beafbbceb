package vae.autodiff;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The arrows between this module's packages, and what none of its classes does. */
@AnalyzeClasses(packages = "vae.autodiff", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  private static ArchRule mayUse(String from, String... allowed) {
    String[] all =
        Stream.concat(Stream.of(from, "java..", "org.apache.logging.log4j"), Stream.of(allowed))
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all);
  }

  @ArchTest static final ArchRule arraysUseNothing = mayUse("vae.autodiff.array");

  @ArchTest
  static final ArchRule arithmeticUsesTheFlagsOfTheJvm =
      mayUse("vae.autodiff.ieee", "com.sun.management");

  @ArchTest
  static final ArchRule randomnessUsesArithmetic =
      mayUse("vae.autodiff.random", "vae.autodiff.ieee");

  @ArchTest
  static final ArchRule kernelsUseRandomnessAndArithmetic =
      mayUse("vae.autodiff.kernel", "vae.autodiff.random", "vae.autodiff.ieee");

  @ArchTest
  static final ArchRule plainLoopsUseKernelsRandomnessAndArithmetic =
      mayUse(
          "vae.autodiff.kernel.scalar",
          "vae.autodiff.kernel",
          "vae.autodiff.random",
          "vae.autodiff.ieee");

  @ArchTest
  static final ArchRule vectorLoopsUseKernelsAndTheVectorApi =
      mayUse(
          "vae.autodiff.kernel.simd",
          "vae.autodiff.kernel",
          "vae.autodiff.kernel.scalar",
          "vae.autodiff.random",
          "vae.autodiff.ieee",
          "jdk.incubator.vector");

  @ArchTest
  static final ArchRule operationsUseArraysAndKernels =
      mayUse("vae.autodiff.op", "vae.autodiff.array", "vae.autodiff.kernel");

  @ArchTest
  static final ArchRule tapesUseOperationsAndRandomness =
      mayUse(
          "vae.autodiff.tape",
          "vae.autodiff.op",
          "vae.autodiff.random",
          "vae.autodiff.array",
          "vae.autodiff.kernel");

  @ArchTest
  static final ArchRule layersUseTapes =
      mayUse(
          "vae.autodiff.nn",
          "vae.autodiff.tape",
          "vae.autodiff.random",
          "vae.autodiff.array",
          "vae.autodiff.kernel");

  @ArchTest
  static final ArchRule optimisersUseTapes =
      mayUse(
          "vae.autodiff.optim", "vae.autodiff.tape", "vae.autodiff.array", "vae.autodiff.kernel");

  @ArchTest
  static final ArchRule oneProviderUsesTheVectorApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("vae.autodiff.kernel.simd")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  /** Its order of addition is not defined. */
  @ArchTest
  static final ArchRule sumsHaveADefinedOrder =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "lanes are reduced",
                  call ->
                      call.getTargetOwner().getPackageName().equals("jdk.incubator.vector")
                          && call.getName().startsWith("reduceLanes")));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("vae.autodiff.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule randomnessIsAnArgument =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule nothingIsDeserialised =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  /** Their bits differ between machines; StrictMath's and those of our kernels do not. */
  @ArchTest
  static final ArchRule transcendentalFunctionsHaveDefinedBits =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "a transcendental function of Math is called",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Math.class)
                          && TRANSCENDENTAL.contains(call.getName())));

  /**
   * Without the processor's instruction, {@code Math.fma} takes a microsecond. The vector loops do
   * not run there.
   */
  @ArchTest
  static final ArchRule multiplyAddsAreThoseOfOneClass =
      noClasses()
          .that()
          .resideOutsideOfPackages("vae.autodiff.ieee", "vae.autodiff.kernel.simd")
          .should()
          .callMethod(Math.class, "fma", float.class, float.class, float.class)
          .orShould()
          .callMethod(Math.class, "fma", double.class, double.class, double.class);

  @ArchTest
  static final ArchRule concreteClassesAreFinal =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .and()
          .areNotAnonymousClasses()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule packagesAreNamedForIdeas =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..helper..", "..common..", "..impl..", "..misc..");
}
