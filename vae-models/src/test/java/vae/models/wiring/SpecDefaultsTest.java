package vae.models.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import vae.autodiff.kernel.Activation;
import vae.core.network.ConvolutionSpec;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;
import vae.models.decoder.GatedMlpDecoder;
import vae.models.decoder.HierarchicalDecoder;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.GatedMlpEncoder;
import vae.models.encoder.HierarchicalEncoder;
import vae.models.encoder.LadderEncoder;
import vae.models.encoder.MlpEncoder;
import vae.models.estimator.Elbo;
import vae.models.likelihood.CategoricalLikelihood;
import vae.models.likelihood.DiscretizedLogisticLikelihood;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.LaplaceLikelihood;
import vae.models.likelihood.LearnedNoise;
import vae.models.likelihood.OptimalNoise;
import vae.models.likelihood.StudentTLikelihood;
import vae.models.posterior.Diagonal;
import vae.models.posterior.InverseAutoregressive;
import vae.models.posterior.Planar;
import vae.models.prior.FlowPrior;
import vae.models.prior.HierarchicalPrior;

/** What the specs say when the JSON is silent, and what they refuse. */
final class SpecDefaultsTest {

  private static final Pattern TYPE = Pattern.compile("\\{\"type\": \"([a-z-]+)\"\\}");

  private final Catalogue catalogue = Catalogue.of(ModelSlots.modules());

  private List<Component> components() {
    return catalogue.slots().stream().flatMap(s -> catalogue.components(s).stream()).toList();
  }

  /**
   * Every default there is. From the papers: one sample and tanh (Kingma and Welling 2014, section
   * 2.3 and appendix C), Glorot and Bengio's uniform weights for tanh layers, K = 50 (Burda et al.
   * 2016), M = K = 8 and β = 0.5 (Rainforth et al. 2018), α = γ = 1 (Chen et al. 2018, section 4.2)
   * with the β = 6 of its authors' command, λ_d = 10 λ_od (Kumar et al. 2018) at λ_od = 10, λ = 10
   * and C = 2m as for MNIST (Tolstikhin et al. 2018), elu, two steps and a gate bias of 2 (Kingma
   * et al. 2016, sections 4 and 6.1), networks of 320 units (van den Berg et al. 2018), 5 maps by
   * relu (Papamakarios et al. 2017, section 4), 10 planar steps, the shortest flow for MNIST
   * (Rezende and Mohamed 2015, section 6.2), 500 pseudo-inputs that start at 0.05 ± 0.01 (Tomczak
   * and Welling 2018, in the code of their experiments). Ours: two hidden layers of 200, σ_dec =
   * 0.1 of a unit interval, an output bias like the others; for images two convolutions of 4 x 4
   * that halve them, a dense layer of 256, and He et al.'s uniform weights (2015) for their relu.
   * Two stochastic layers have Burda et al.'s standard normal prior and its tanh networks, 200-200
   * below in a ladder and 100-100 above; ours is to halve z where the spec does not say.
   *
   * <p>Gated layers: widths of 300 and He et al.'s normal weights, as in the code of Tomczak and
   * Welling (2018).
   */
  @Test
  void defaultsAreTheseAndNoOthers() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Component component : components()) {
      for (RecordComponent key : component.specType().getRecordComponents()) {
        Default value = key.getAnnotation(Default.class);
        String name = component.slot() + "." + component.name() + "." + key.getName();
        String silent = key.getType() == Optional.class ? "null" : "required";
        found.put(name, value == null ? silent : value.value());
      }
    }
    StringBuilder lines = new StringBuilder();
    found.forEach((key, value) -> lines.append(key + " = " + value + "\n"));
    try (InputStream golden = SpecDefaultsTest.class.getResourceAsStream("defaults.txt")) {
      String expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expected, lines.toString());
    }
  }

  /** Names in defaults are constants or components that exist; numbers are numbers. */
  @Test
  void everyDefaultMeansSomething() {
    for (Component component : components()) {
      for (RecordComponent key : component.specType().getRecordComponents()) {
        Default value = key.getAnnotation(Default.class);
        if (value != null) {
          assertMeaningful(key, value.value());
        }
      }
    }
  }

  private void assertMeaningful(RecordComponent key, String json) {
    Class<?> type = key.getType();
    if (type == int.class) {
      Integer.parseInt(json);
    } else if (type == boolean.class) {
      assertTrue(json.equals("true") || json.equals("false"), key + ": " + json);
    } else if (type == double.class) {
      Double.parseDouble(json);
    } else if (type == boolean.class) {
      assertTrue(json.equals("true") || json.equals("false"), key + ": " + json);
    } else if (type.isEnum()) {
      List<String> names =
          Arrays.stream(type.getEnumConstants())
              .map(it -> '"' + it.toString().toLowerCase(Locale.ROOT).replace('_', '-') + '"')
              .toList();
      assertTrue(names.contains(json), key + ": " + json);
    } else if (catalogue.isSlot(type)) {
      Matcher name = TYPE.matcher(json);
      assertTrue(name.matches(), key + ": " + json);
      assertTrue(catalogue.find(type, name.group(1)).isPresent(), key + ": " + json);
    } else if (type == Optional.class) {
      assertEquals("null", json, key + "");
    } else if (type == NormalizationSpec.class) {
      assertEquals("{\"type\": \"none\"}", json, key + "");
    } else if (key.getName().equals("layers")) {
      assertTrue(json.matches("\\[\\{\"channels\": \\d+\\}(, \\{\"channels\": \\d+\\})*\\]"), json);
    } else {
      assertTrue(json.matches("\\[(\\d+(, \\d+)*)?\\]"), key + ": " + json);
    }
  }

  @Test
  void everythingIsDescribed() {
    for (Component component : components()) {
      assertNotNull(component.specType().getAnnotation(Describe.class), component.name());
      for (RecordComponent key : component.specType().getRecordComponents()) {
        assertNotNull(key.getAnnotation(Describe.class), component.name() + "." + key.getName());
      }
    }
  }

  private static void refused(String path, String got, Executable make) {
    SpecException wrong = assertThrows(SpecException.class, make);
    assertEquals(path, wrong.path());
    assertEquals(got, wrong.got());
  }

  @Test
  void valuesOutsideTheDomainAreRefusedByTheirKey() {
    refused("samples", "0", () -> new Elbo.Spec(0));
    refused("samples", "-3", () -> new Elbo.Spec(-3));
    refused("sigma", "0", () -> new FixedNoise.Spec(0));
    refused("sigma", "-0.1", () -> new FixedNoise.Spec(-0.1));
    refused("sigma", "NaN", () -> new FixedNoise.Spec(Double.NaN));
    refused("sigma", "Infinity", () -> new FixedNoise.Spec(Double.POSITIVE_INFINITY));
    refused("initial", "0", () -> new LearnedNoise.Spec(0, -6));
    refused("initial", "0.01", () -> new LearnedNoise.PerDimension(0.01, -4));
    refused("floor", "NaN", () -> new OptimalNoise.Spec(Double.NaN));
    refused("scale", "0.01", () -> new LaplaceLikelihood.Spec(0.01, true, -4));
    refused("degreesOfFreedom", "0", () -> new StudentTLikelihood.Spec(0, 1, false, -6));
    refused("levels", "1", () -> new DiscretizedLogisticLikelihood.Spec(1, 0.1, -6));
    refused("levels", "1", () -> new CategoricalLikelihood.Spec(1));
    refused("steps", "0", () -> iaf(0, 4, 1));
    refused("context", "0", () -> iaf(2, 0, 1));
    refused("gateBias", "Infinity", () -> iaf(2, 4, Double.POSITIVE_INFINITY));
    refused("steps", "0", () -> flow(0, 8));
    refused("steps", "0", () -> new Planar.Spec(0));
    refused("hidden[0]", "0", () -> flow(2, 0));
    Optional<Integer> none = Optional.of(0);
    refused("lowerSize", "0", () -> new HierarchicalPrior.Spec(none, null, null));
    refused("lowerSize", "0", () -> new HierarchicalEncoder.Spec(none, null, null));
    refused("lowerSize", "0", () -> new HierarchicalDecoder.Spec(none, null));
    refused(
        "upperHidden[1]",
        "0",
        () -> new LadderEncoder.Spec(Optional.empty(), List.of(), List.of(3, 0), null, null));
    refused("channels", "0", () -> new ConvolutionSpec(0, 4, 2, 1));
    refused("channels", "65537", () -> new ConvolutionSpec(65537, 4, 2, 1));
    refused("kernel", "0", () -> new ConvolutionSpec(8, 0, 1, 0));
    refused("stride", "5", () -> new ConvolutionSpec(8, 4, 5, 1));
    refused("stride", "0", () -> new ConvolutionSpec(8, 4, 0, 1));
    refused("padding", "4", () -> new ConvolutionSpec(8, 4, 2, 4));
    refused("padding", "-1", () -> new ConvolutionSpec(8, 4, 2, -1));
    refused("groups", "0", () -> new NormalizationSpec(NormalizationSpec.Type.GROUP, 0, 0.1));
    refused(
        "hidden[1]",
        "0",
        () ->
            new MlpEncoder.Spec(
                List.of(3, 0),
                Activation.TANH,
                Initialization.GLOROT_UNIFORM,
                new Diagonal.Spec(),
                NormalizationSpec.none(),
                0));
    refused(
        "hidden[0]",
        "-1",
        () ->
            new MlpDecoder.Spec(
                List.of(-1),
                Activation.TANH,
                Initialization.GLOROT_UNIFORM,
                MlpDecoder.OutputBias.INITIALIZATION,
                NormalizationSpec.none(),
                0));
  }

  @Test
  void gatedNetworksWithoutLayersHaveNothingToRegularise() {
    Initialization weights = Initialization.KAIMING_NORMAL;
    NormalizationSpec batch = new NormalizationSpec(NormalizationSpec.Type.BATCH, 8, 0.1);
    refused(
        "dropout",
        "0.5",
        () ->
            new GatedMlpEncoder.Spec(
                List.of(), weights, new Diagonal.Spec(), NormalizationSpec.none(), 0.5));
    refused(
        "normalization.type",
        "BATCH",
        () -> new GatedMlpDecoder.Spec(List.of(), weights, batch, 0));
    refused(
        "dropout",
        "1",
        () -> new GatedMlpDecoder.Spec(List.of(3), weights, NormalizationSpec.none(), 1));
  }

  private static InverseAutoregressive.Spec iaf(int steps, int context, double gateBias) {
    return new InverseAutoregressive.Spec(
        steps,
        List.of(8),
        context,
        gateBias,
        Activation.ELU,
        Initialization.GLOROT_UNIFORM,
        Optional.empty());
  }

  private static FlowPrior.Spec flow(int steps, int width) {
    return new FlowPrior.Spec(
        FlowPrior.Kind.COUPLING,
        steps,
        List.of(width),
        Activation.RELU,
        Initialization.GLOROT_UNIFORM);
  }
}
