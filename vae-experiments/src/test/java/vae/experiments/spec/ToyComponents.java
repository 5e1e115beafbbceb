package vae.experiments.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.LikelihoodModel;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Spec;
import vae.core.wiring.Catalogue;
import vae.core.wiring.SlotModule;

/** Slots and specs of every shape that a spec may have, under the names of real ones. */
public final class ToyComponents {

  private ToyComponents() {}

  /** What the specs of the toy slot of data implement. */
  public interface DataSpec extends Spec {}

  /** What the specs of the toy slot of binarizations implement. */
  public interface BinarizationSpec extends Spec {}

  /** What the specs of the toy slot of conditions implement. */
  public interface ConditionSpec extends Spec {}

  /** What the specs of the toy slot of noises implement. */
  public interface NoiseSpec extends Spec {}

  /** What the specs of the toy slot of optimizers implement. */
  public interface OptimizerSpec extends Spec {}

  /** What the specs of the toy slot of divergence policies implement. */
  public interface DivergenceSpec extends Spec {}

  @Describe("The end.")
  record Fail() implements DivergenceSpec {}

  /** What the specs of the toy slot of callbacks implement. */
  public interface CallbackSpec extends Spec {}

  @Describe("Stops early.")
  record Watch(@Default("3") @Describe("Epochs to wait.") int patience) implements CallbackSpec {}

  /** What the specs of the toy slot of metrics implement. */
  public interface MetricSpec extends Spec {}

  @Describe("How often it is right.")
  record Accuracy(@Default("1") @Describe("Draws of z.") int draws) implements MetricSpec {}

  @Describe("Handwritten digits.")
  record Digits(
      @Default("{\"type\": \"none\"}") @Describe("Grey to black.") BinarizationSpec binarization)
      implements DataSpec {}

  @Describe("A file of comma-separated values.")
  record Csv(
      @Describe("Its path.") String path,
      @Default("false") @Describe("Whether line 1 is names.") boolean header,
      @Default("{}") @Describe("Renamed columns.") Map<String, String> columns,
      @Default("[]") @Describe("Kept for other tools.") JsonNode notes,
      @Describe("Rows to read; null for all.") Optional<Integer> rows)
      implements DataSpec {}

  @Describe("Grey values as they are.")
  record NoBinarization() implements BinarizationSpec {}

  @Describe("No condition.")
  record NoCondition() implements ConditionSpec {}

  @Describe("Each pixel is drawn anew in each epoch.")
  record Dynamic() implements BinarizationSpec {}

  @Describe("Independent standard normals.")
  record StandardNormal() implements Prior.Spec {}

  @Describe(value = "A mixture of normals.", source = "Dilokthanakul and others (2016), section 3")
  record Mixture(
      @Default("10") @Describe("K, at least 1.") int components,
      @Default("{\"type\": \"standard-normal\"}") @Describe("Of each.") Prior.Spec base)
      implements Prior.Spec {
    Mixture {
      Require.atLeast("components", components, 1);
    }
  }

  /** Toy of an enum with two words. */
  public enum Activation {
    TANH,
    RELU,
    LEAKY_RELU
  }

  @Describe("Fully connected layers.")
  record MlpEncoder(
      @Default("[200, 200]")
          @Describe(
              "Units of each hidden layer, first to last, each at least 1; an empty list makes a"
                  + " linear map from the data to the parameters.")
          List<Integer> hidden,
      @Default("\"tanh\"") @Describe("Between layers.") Activation activation,
      @Default("{\"type\": \"diagonal\"}") @Describe("Family of q.") PosteriorFamily.Spec posterior)
      implements Encoder.Spec {
    MlpEncoder {
      Require.eachAtLeast("hidden", hidden, 1);
    }
  }

  @Describe("Convolutions.")
  record ConvEncoder(
      @Default("[32, 64]") @Describe("Channels of each layer.") List<Integer> channels,
      @Default("\"relu\"") @Describe("Between layers.") Activation activation,
      @Default("{\"type\": \"diagonal\"}") @Describe("Family of q.") PosteriorFamily.Spec posterior)
      implements Encoder.Spec {}

  @Describe("Independent normals.")
  record Diagonal() implements PosteriorFamily.Spec {}

  @Describe("A normal with any covariance.")
  record FullCovariance() implements PosteriorFamily.Spec {}

  @Describe("A normal with a low-rank covariance.")
  record LowRank(@Describe("At least 1.") int rank) implements PosteriorFamily.Spec {
    LowRank {
      Require.atLeast("rank", rank, 1);
    }
  }

  @Describe("Fully connected layers.")
  record MlpDecoder(
      @Default("[200, 200]") @Describe("Units of each hidden layer.") List<Integer> hidden,
      @Default("\"tanh\"") @Describe("Between layers.") Activation activation)
      implements Decoder.Spec {}

  @Describe("Normal pixels.")
  record Gaussian(
      @Default("{\"type\": \"fixed\"}") @Describe("Its standard deviation.") NoiseSpec noise)
      implements LikelihoodModel.Spec {
    @Override
    public double[] outputFor(double[] mean) {
      return mean.clone();
    }
  }

  @Describe("One standard deviation for all.")
  record Fixed(@Default("0.1") @Describe("Above 0.") double sigma) implements NoiseSpec {
    Fixed {
      Require.positive("sigma", sigma);
    }
  }

  @Describe(value = "The evidence lower bound.", source = "Kingma and Welling (2014), eq. 10")
  record Elbo(@Default("1") @Describe("Draws of z, at least 1.") int samples)
      implements Estimator.Spec {
    Elbo {
      Require.atLeast("samples", samples, 1);
    }
  }

  @Describe("Importance weighting.")
  record Iwae(@Default("50") @Describe("K, at least 1.") int samples) implements Estimator.Spec {}

  @Describe("Adam.")
  record Adam(
      @Default("0.001") @Describe("Step size.") double learningRate,
      @Default("1e-8") @Describe("In the denominator.") double epsilon)
      implements OptimizerSpec {}

  @Describe("Gradient descent.")
  record Sgd(@Default("0.1") @Describe("Step size.") double learningRate)
      implements OptimizerSpec {}

  private static final class Lines<T> extends SlotModule<T> {
    private final Map<String, Class<? extends Spec>> specs;

    Lines(
        String slot,
        Class<T> type,
        Class<? extends Spec> specType,
        Map<String, Class<? extends Spec>> specs) {
      super(slot, type, specType);
      this.specs = specs;
    }

    @Override
    protected void components() {
      specs.keySet().stream().sorted().forEach(name -> line(name, specs.get(name)));
    }

    private <S extends Spec> void line(String name, Class<S> spec) {
      component(
          name,
          spec,
          (_, _) -> {
            throw new AssertionError("a spec is read without making components");
          });
    }
  }

  /** All of the above. */
  public static Catalogue catalogue() {
    return Catalogue.of(modules());
  }

  /** The modules of all of the above, to which a test may add its own. */
  static List<SlotModule<?>> modules() {
    return List.of(
        new Lines<>(
            "data", Object.class, DataSpec.class, Map.of("digits", Digits.class, "csv", Csv.class)),
        new Lines<>(
            "binarization",
            Object.class,
            BinarizationSpec.class,
            Map.of("none", NoBinarization.class, "dynamic", Dynamic.class)),
        new Lines<>(
            "condition", Object.class, ConditionSpec.class, Map.of("none", NoCondition.class)),
        new Lines<>(
            "prior",
            Prior.class,
            Prior.Spec.class,
            Map.of("standard-normal", StandardNormal.class, "mixture", Mixture.class)),
        new Lines<>(
            "encoder",
            Encoder.class,
            Encoder.Spec.class,
            Map.of("mlp", MlpEncoder.class, "conv", ConvEncoder.class)),
        new Lines<>(
            "posterior",
            PosteriorFamily.class,
            PosteriorFamily.Spec.class,
            Map.of(
                "diagonal", Diagonal.class,
                "full-covariance", FullCovariance.class,
                "low-rank", LowRank.class)),
        new Lines<>("decoder", Decoder.class, Decoder.Spec.class, Map.of("mlp", MlpDecoder.class)),
        new Lines<>(
            "likelihood",
            LikelihoodModel.class,
            LikelihoodModel.Spec.class,
            Map.of("gaussian", Gaussian.class)),
        new Lines<>("noise", Object.class, NoiseSpec.class, Map.of("fixed", Fixed.class)),
        new Lines<>(
            "estimator",
            Estimator.class,
            Estimator.Spec.class,
            Map.of("elbo", Elbo.class, "iwae", Iwae.class)),
        new Lines<>(
            "optimizer",
            Object.class,
            OptimizerSpec.class,
            Map.of("adam", Adam.class, "sgd", Sgd.class)),
        new Lines<>("metric", Object.class, MetricSpec.class, Map.of("accuracy", Accuracy.class)),
        new Lines<>("divergence", Object.class, DivergenceSpec.class, Map.of("fail", Fail.class)),
        new Lines<>("callback", Object.class, CallbackSpec.class, Map.of("watch", Watch.class)));
  }
}
