package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;
import vae.data.source.Dataset;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.Digest;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecKey;
import vae.experiments.spec.Structure;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;

/**
 * Every posterior with every likelihood, every estimator and every prior of the catalogue, and
 * every other encoder with the decoder of its name: it trains, to the same bits on both kernels, or
 * it is refused before training for the reasons of {@link Combination#refusedAt}.
 */
final class EveryCombinationTest {

  private static final Catalogue CATALOGUE = SmallRun.slots().catalogue();
  private static final Structure STRUCTURE = new Structure(CATALOGUE);

  /** Small values for keys whose defaults would only cost time. */
  private static final Map<String, Integer> SMALL = Map.of("samples", 3, "groups", 2, "levels", 4);

  private static KernelSet simd;
  private static KernelSet scalar;
  private static ModelFactory factory;

  /** The digits, as they are and made black and white. */
  private static final Map<Spec, Dataset> DATA = new HashMap<>();

  @BeforeAll
  static void start() {
    simd = KernelSet.choose(KernelSet.Choice.SIMD, 2);
    scalar = SmallRun.scalar();
    factory = new ModelFactory(SmallRun.slots());
  }

  @AfterAll
  static void stop() {
    simd.close();
    scalar.close();
  }

  /**
   * One choice for each of the slots, by name.
   *
   * @param network of encoder and decoder
   * @param noise the Gaussian's; empty for other likelihoods
   */
  private record Combination(
      String network,
      String posterior,
      String likelihood,
      String noise,
      String estimator,
      String prior,
      String condition) {

    Combination(
        String network,
        String posterior,
        String likelihood,
        String noise,
        String estimator,
        String prior) {
      this(network, posterior, likelihood, noise, estimator, prior, "none");
    }

    Combination givenLabels() {
      return new Combination(network, posterior, likelihood, noise, estimator, prior, "labels");
    }

    /**
     * What has no meaning together: a floor under each coordinate's rate, where the rate is no sum
     * over coordinates; the loss of the note, outside the one model that it is written out for. The
     * estimators with a KL in closed form find one for every pair of posterior and prior. A
     * conditional prior has a condition.
     *
     * @return the path of the refusal; empty where the combination trains
     */
    Optional<String> refusedAt() {
      if (prior.equals("conditional") && condition.equals("none")) {
        return Optional.of("prior.type");
      }
      boolean independent = posterior.equals("diagonal") && prior.equals("standard-normal");
      boolean refused =
          switch (estimator) {
            case "free-bits" -> !independent;
            case "note-loss" -> !(independent && noise.equals("fixed"));
            default -> false;
          };
      return refused ? Optional.of("estimator.type") : Optional.empty();
    }

    ExperimentSpec spec() {
      String json =
          """
          { "name": "combination", "latentSize": 2,
            "data": {"type": "digits", "limit": 8, "split": {"validation": 0, "test": 5},
                     "binarization": {"type": "none"}},
            "condition": {"type": "%s"},
            "prior": %s,
            "encoder": {"type": "%s", "hidden": [8], "posterior": %s},
            "decoder": {"type": "%s", "hidden": [8]},
            "likelihood": %s,
            "estimator": %s,
            "training": {"epochs": 1, "batchSize": 4} }
          """
              .formatted(
                  condition,
                  component("prior", prior, ""),
                  network,
                  component("posterior", posterior, ""),
                  network,
                  component(
                      "likelihood",
                      likelihood,
                      noise.isEmpty() ? "" : ", \"noise\": " + component("noise", noise, "")),
                  component("estimator", estimator, ""));
      Resolved experiment = SmallRun.read(json);
      return experiment.spec().likelihood().needsBinaryData()
          ? experiment.with("data.binarization.type", "threshold").spec()
          : experiment.spec();
    }

    private static String component(String slot, String name, String more) {
      StringBuilder json = new StringBuilder("{\"type\": \"" + name + "\"" + more);
      Component component =
          CATALOGUE.find(CATALOGUE.specType(slot).orElseThrow(), name).orElseThrow();
      for (SpecKey key : STRUCTURE.keys(component.specType())) {
        if (SMALL.containsKey(key.name())) {
          json.append(", \"%s\": %d".formatted(key.name(), SMALL.get(key.name())));
        }
      }
      return json.append("}").toString();
    }

    @Override
    public String toString() {
      String observations = noise.isEmpty() ? likelihood : likelihood + "/" + noise;
      return String.join(" ", network, posterior, observations, estimator, prior, condition);
    }
  }

  private static List<String> names(String slot) {
    List<String> names = CATALOGUE.components(slot).stream().map(Component::name).toList();
    assertFalse(names.isEmpty(), slot);
    return names;
  }

  private static List<Combination> combinations() {
    List<Combination> all = new ArrayList<>();
    for (String likelihood : names("likelihood")) {
      for (String noise : likelihood.equals("gaussian") ? names("noise") : List.of("")) {
        for (String posterior : names("posterior")) {
          for (String estimator : names("estimator")) {
            for (String prior : names("prior")) {
              Combination one =
                  new Combination("mlp", posterior, likelihood, noise, estimator, prior);
              all.add(one);
              if (likelihood.equals("bernoulli")
                  && (posterior.equals("diagonal") || prior.equals("conditional"))) {
                all.add(one.givenLabels());
              }
            }
          }
        }
      }
    }
    for (String network : names("encoder")) {
      if (!network.equals("mlp")) {
        all.add(new Combination(network, "diagonal", "bernoulli", "", "elbo", "standard-normal"));
        all.add(new Combination(network, "low-rank", "categorical", "", "iwae", "gaussian"));
      }
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> everyCombinationTrainsAlikeOnBothKernelsOrIsRefusedWithAFix() {
    return combinations().stream()
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private static void check(Combination combination) {
    ExperimentSpec spec = combination.spec();
    if (combination.refusedAt().isPresent()) {
      SpecException refusal = assertThrows(SpecException.class, () -> model(spec));
      assertEquals(combination.refusedAt().get(), refusal.path());
      assertFalse(refusal.fix().isBlank(), refusal.getMessage());
    } else {
      assertEquals(trained(spec, scalar), trained(spec, simd));
    }
  }

  private static Dataset data(ExperimentSpec spec) {
    Dataset data =
        DATA.computeIfAbsent(spec.data(), key -> factory.data(spec, SmallRun.locations()));
    return factory.conditioned(spec, data);
  }

  private static Model model(ExperimentSpec spec) {
    return factory.model(spec, data(spec));
  }

  /** The digest of parameters and metrics after two steps and an evaluation. */
  private static String trained(ExperimentSpec spec, KernelSet kernels) {
    Model model = model(spec);
    Dataset data = data(spec);
    Binarization binarization = factory.binarization(spec);
    RandomStreams streams = new RandomStreams(spec.seed());
    var type = spec.training().dtype();
    String before = Digest.of(model.parameters().list(), new TreeMap<>());
    try (Trainer trainer =
            new Trainer(
                model,
                data,
                binarization,
                streams,
                new Regime(spec.training().batchSize(), spec.training().epochs(), type),
                kernels);
        HeldOutEvaluator heldOut =
            new HeldOutEvaluator(model, data.test(), binarization, streams, type, kernels)) {
      SortedMap<String, Double> metrics = new TreeMap<>(trainer.epoch(new SmallRun.Unwatched()));
      assertEquals(2, trainer.step());
      assertNotEquals(before, Digest.of(model.parameters().list(), new TreeMap<>()));
      trainer.calibrate();
      metrics.putAll(heldOut.means("test/"));
      metrics.put("test/nll", heldOut.negativeLogLikelihood(2).mean().value());
      assertTrue(metrics.containsKey("test/elbo"), metrics::toString);
      assertFinite(model, metrics);
      return Digest.of(model.parameters().list(), metrics);
    }
  }

  private static void assertFinite(Model model, SortedMap<String, Double> metrics) {
    assertAll(
        () ->
            metrics.forEach(
                (name, value) -> assertTrue(Double.isFinite(value), name + " is " + value)),
        () ->
            model
                .parameters()
                .list()
                .forEach(
                    parameter ->
                        assertTrue(
                            Arrays.stream(parameter.value().toDoubles()).allMatch(Double::isFinite),
                            parameter.name())));
  }
}
