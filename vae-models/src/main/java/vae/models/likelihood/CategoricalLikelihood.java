package vae.models.likelihood;

import java.util.OptionalInt;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Categorical;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Grey levels as independent choices among K, each with a logit of its own: output j K + k of the
 * decoder belongs to level k / (K − 1) of dimension j.
 *
 * <p>\[ \log p(x \mid z) = \sum_j \ell_{j, k_j} - \log \sum_k e^{\ell_{jk}} \]
 *
 * <p>Data lie in [0, 1] and are rounded to the nearest of K levels. Any shape of distribution, at K
 * outputs a dimension: the decoder's last layer and every batch grow K-fold.
 */
public record CategoricalLikelihood(Spec spec) implements LikelihoodModel {

  @Describe("Grey levels as choices among K; the decoder gives K logits per dimension.")
  public record Spec(
      @Default("256") @Describe("K, grey levels on [0, 1], from 2 to 65536") int levels)
      implements LikelihoodModel.Spec {

    public Spec {
      Require.between("levels", levels, 2, 65536);
    }

    @Override
    public int outputsPerDimension() {
      return levels;
    }

    /** Logits linear in the level, with means held within [0.001, 0.999]. */
    @Override
    public double[] outputFor(double[] mean) {
      double[] logits = new double[Math.multiplyExact(mean.length, levels)];
      for (int i = 0; i < mean.length; i++) {
        double[] each = Categorical.logitsFor(UnitMeans.held(mean[i]), levels);
        System.arraycopy(each, 0, logits, i * levels, levels);
      }
      return logits;
    }

    @Override
    public OptionalInt greyLevels() {
      return OptionalInt.of(levels);
    }

    @Override
    public boolean needsUnitInterval() {
      return true;
    }
  }

  @Override
  public Observation given(Tensor output) {
    int dimensions = output.shape().extent(-1) / spec.levels();
    Shape full = output.shape().dropLast(1).append(Shape.of(dimensions, spec.levels()));
    return new Categorical(output.reshape(full));
  }
}
