package vae.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
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
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;

/** The arrows between this module's packages, and what none of its classes does. */
@AnalyzeClasses(packages = "vae.core", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  private static ArchRule mayUse(String from, String... allowed) {
    String[] all =
        Stream.concat(Stream.of(from, "java.."), Stream.of(allowed)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all);
  }

  @ArchTest
  static final ArchRule distributionsUseTapesRandomnessAndFunctions =
      mayUse(
          "vae.core.distribution",
          "vae.autodiff.tape",
          "vae.autodiff.random",
          "vae.autodiff.array",
          "vae.autodiff.kernel.scalar");

  @ArchTest
  static final ArchRule slotsUseDistributionsAndSpecs =
      mayUse(
          "vae.core.model",
          "vae.core.distribution",
          "vae.core.spec",
          "vae.autodiff.tape",
          "vae.autodiff.random",
          "vae.autodiff.array",
          "vae.autodiff.nn");

  /** A draw knows how it was made, so that nobody asks the tape. */
  @ArchTest
  static final ArchRule onlyDistributionsMakeDraws =
      noClasses()
          .that()
          .resideOutsideOfPackage("vae.core.distribution")
          .should()
          .beAssignableTo(Draws.class)
          .orShould()
          .callMethod(Draws.class, "of", HasDensity.class, Tensor.class)
          .orShould()
          .callMethod(Tape.class, "isDifferentiable", Tensor.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(GaussianRows.class);

  @ArchTest static final ArchRule specsUseNothing = mayUse("vae.core.spec");

  @ArchTest
  static final ArchRule wiringUsesSpecsSizesParametersAndGuice =
      mayUse(
          "vae.core.wiring",
          "vae.core.spec",
          "vae.core.model",
          "vae.autodiff.nn",
          "com.google.inject..");

  /** What one factory were to leave in a field, the next would find. */
  @ArchTest
  static final ArchRule factoriesShareNothingThatChanges =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("vae.core.wiring")
          .should()
          .beFinal();

  /** A component gets what it needs from its site. */
  @ArchTest
  static final ArchRule onlyWiringInjects =
      noClasses()
          .that()
          .resideOutsideOfPackage("vae.core.wiring")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..");

  @ArchTest
  static final ArchRule networksUseLayersImagesAndSpecs =
      mayUse(
          "vae.core.network",
          "vae.core.model",
          "vae.core.spec",
          "vae.autodiff.nn",
          "vae.autodiff.random",
          "vae.autodiff.tape",
          "vae.autodiff.array",
          "vae.autodiff.kernel");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("vae.core.(**)").should().beFreeOfCycles();

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
