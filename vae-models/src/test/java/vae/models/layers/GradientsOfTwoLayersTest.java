package vae.models.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;
import vae.models.decoder.HierarchicalDecoder;
import vae.models.estimator.Dreg;
import vae.models.estimator.Iwae;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.prior.HierarchicalPrior;

/**
 * Gradients of two bent layers: the doubly reparameterised one has the mean of the bound's own.
 *
 * <p>Were z₁ held in the density of z₂ given z₁, as parameters are, it would not: Bauer and Mnih
 * (2021), section 4.
 */
final class GradientsOfTwoLayersTest {

  private static final int DATA = 3;
  private static final int COPIES = 20;
  private static final int GROUPS = 150;

  private final Parameters all = Parameters.of(DType.F64, Key.of(31));
  private final HierarchicalPrior prior = SmallNetworks.bent().prior(all.scope("prior"), 2, 1);
  private final HierarchicalDecoder decoder =
      SmallNetworks.bent().decoder(all.scope("decoder"), 2, DATA);

  /** With weights that make each layer depend on the other. */
  private Encoder encoder(String kind) {
    Parameters scope = all.scope("encoder");
    Encoder encoder =
        kind.equals("ladder")
            ? SmallNetworks.bent().ladder(scope, DATA, 2, 1)
            : SmallNetworks.bent().bottomUp(scope, DATA, 2, 1);
    for (Parameter parameter : scope.list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.value().set(i, 3 * parameter.value().get(i));
      }
    }
    return encoder;
  }

  /** By the name of the parameter. */
  private Map<String, double[]> gradients(Estimator estimator, Encoder encoder, int group) {
    return DoubleTape.compute(
        tape -> {
          Tensor x =
              tape.constant(Shape.of(1, DATA), 0.9, -0.4, 0.6).broadcastTo(Shape.of(COPIES, DATA));
          GenerativeModel p =
              new GenerativeModel(
                  tape, prior, decoder, new GaussianLikelihood(new FixedNoise(0.4)));
          Encoder given = SmallNetworks.given(encoder, tape, prior);
          Tensor objective =
              estimator.estimate(p, given, x, Key.of(32).fold(group)).surrogate().perExample();
          tape.backward(objective.mean());
          Map<String, double[]> gradients = new TreeMap<>();
          for (Parameter parameter : all.list()) {
            NdArray gradient = tape.gradient(parameter);
            gradients.put(parameter.name(), gradient.toDoubles());
          }
          return gradients;
        });
  }

  private void assertSameMean(Estimator path, Estimator whole, Encoder encoder) {
    Map<String, List<double[]>> differences = new TreeMap<>();
    for (int group = 0; group < GROUPS; group++) {
      Map<String, double[]> one = gradients(path, encoder, group);
      Map<String, double[]> other = gradients(whole, encoder, group);
      one.forEach(
          (name, a) -> {
            double[] difference = a.clone();
            for (int i = 0; i < a.length; i++) {
              difference[i] -= other.get(name)[i];
            }
            differences.computeIfAbsent(name, _ -> new ArrayList<>()).add(difference);
          });
    }
    differences.forEach(
        (name, each) -> {
          for (int i = 0; i < each.getFirst().length; i++) {
            int at = i;
            MonteCarlo.of(each.stream().mapToDouble(it -> it[at]).toArray())
                .assertMean("gradient by " + name + " [" + i + "]", 0);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"bottom-up", "ladder"})
  void doublyReparameterisedGradientsHaveTheMeanOfTheBoundsOwn(String kind) {
    assertSameMean(new Dreg(new Dreg.Spec(3)), new Iwae(new Iwae.Spec(3)), encoder(kind));
  }

  /** The prior's network runs late, when its density is asked for, and is frozen all the same. */
  @Test
  void theModelsGradientIsThatOfTheBoundItself() {
    Encoder encoder = encoder("bottom-up");
    Map<String, double[]> dreg = gradients(new Dreg(new Dreg.Spec(3)), encoder, 1);
    Map<String, double[]> iwae = gradients(new Iwae(new Iwae.Spec(3)), encoder, 1);
    dreg.forEach(
        (name, gradient) -> {
          if (!name.startsWith("encoder")) {
            assertArrayEquals(iwae.get(name), gradient, 1e-12, name);
          }
        });
  }
}
