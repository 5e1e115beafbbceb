package vae.models;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.model.Batch;
import vae.core.model.Pass;
import vae.models.estimator.Info;
import vae.models.estimator.NoteLoss;

/** Components know the core and not each other; and what none of their classes does. */
@AnalyzeClasses(packages = "vae.models", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  @ArchTest
  static final ArchRule componentsUseTheCore =
      classes()
          .that()
          .resideInAPackage("vae.models..")
          .and()
          .resideOutsideOfPackage("vae.models.wiring")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "vae.core..", "vae.autodiff..", "vae.models..");

  /** Parameters change while a model is trained; components and their modules do not. */
  @ArchTest static final ArchRule componentsNeverChange = fields().should().beFinal();

  /** One component package knows no other: a component is read without opening its neighbours. */
  @ArchTest
  static final ArchRule neighboursDoNotKnowEachOther =
      slices()
          .matching("vae.models.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage("vae.models.wiring"), alwaysTrue());

  /** A model is given its batch's condition before an estimator sees it. */
  @ArchTest
  static final ArchRule estimatorsKnowNoCondition =
      noClasses()
          .that()
          .resideInAPackage("vae.models.estimator")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Batch.class, Pass.class);

  /**
   * How z was made is the distribution's; NoteLoss asks of the likelihood's noise and Info of the
   * prior's parameters, not of z.
   */
  @ArchTest
  static final ArchRule componentsTakeDrawsAsTheyAre =
      noClasses()
          .that()
          .doNotBelongToAnyOf(NoteLoss.class, Info.class)
          .should()
          .beAssignableTo(Draws.class)
          .orShould()
          .callMethod(Draws.class, "of", HasDensity.class, Tensor.class)
          .orShould()
          .callMethod(Tape.class, "isDifferentiable", Tensor.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(GaussianRows.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("vae.models.(**)").should().beFreeOfCycles();

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
