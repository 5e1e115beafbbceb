package vae.core.distribution;

import java.util.stream.LongStream;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Mixtures of K densities, \(\sum_k \pi_k\, p_k\).
 *
 * <p>\[ \log p(z) = \log \sum_k e^{\log \pi_k + \log p_k(z)} \]
 *
 * <p>Batch [], event [m]. The sum is taken with its largest term in front, so that the density of a
 * point far from every component is finite. A draw picks a component by its key and draws from it:
 * gradients pass to that component, and none to the weights.
 *
 * <p>The KL to a mixture has no closed form. Its marginals are mixtures, not Gaussians: it is no
 * {@link HasMarginals}.
 */
public interface Mixture extends HasDensity {

  /** The components as a batch, [K]. */
  HasDensity components();

  /** \(\log \pi_k\) [K], normalised. */
  Tensor logWeights();

  /** Weights of 1/K: \(-\log K\), [K]. */
  static Tensor equalWeights(Tape tape, int k) {
    return tape.full(Shape.of(k), -StrictMath.log(k));
  }

  /**
   * Components by number as one distribution.
   *
   * @param numbers S of them, each below K
   * @return batch [S], event [m]
   */
  Distribution picked(int... numbers);

  @Override
  default Shape batchShape() {
    return Shape.SCALAR;
  }

  @Override
  default Shape eventShape() {
    return components().eventShape();
  }

  /** Every component at every point is held at once: S · B · K events. */
  @Override
  default Tensor logProb(Tensor z) {
    Shape rows = z.shape().dropLast(1);
    int m = z.shape().extent(-1);
    int k = logWeights().shape().size();
    Tensor each = z.reshape(rows.size(), 1, m).broadcastTo(Shape.of(rows.size(), k, m));
    Tensor joint = components().logProb(each).add(logWeights()); // [N, K]
    return joint.logSumExp(1).reshape(rows);
  }

  /**
   * z [S, m]: the component and the noise of sample s depend on the key and on s.
   *
   * <p>Reads the weights, which a tape of shapes does not have.
   */
  @Override
  default Draws draw(int samples, Key key) {
    Tape tape = logWeights().tape();
    double[] chance =
        tape.uniform(key.fold("component"), Shape.of(samples, 1)).toArray().toDoubles();
    double[] weights = logWeights().exp().toArray().toDoubles();
    int[] numbers = new int[samples];
    for (int s = 0; s < samples; s++) {
      double above = weights[0];
      while (chance[s] >= above && numbers[s] < weights.length - 1) {
        numbers[s]++;
        above += weights[numbers[s]];
      }
    }
    long[] rows = LongStream.range(0, samples).toArray();
    Key own = key.fold("event").fold(key.row(0)).rows(rows);
    Tensor z = picked(numbers).draw(1, own).z();
    return Draws.of(this, z.reshape(eventShape().prepend(samples)));
  }
}
