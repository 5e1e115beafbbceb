package vae.models.prior;

import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.TrainingExamples;
import vae.core.model.TrainingExamples.Range;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

/**
 * Learned inputs of an encoder, held within the range of the training data.
 *
 * @param inputs [K, d]
 * @param range [2]: least and largest number of the data; a parameter, so that a checkpoint has it
 */
record PseudoInputs(Parameter inputs, Parameter range) {

  /**
   * At their start.
   *
   * @param k K
   * @param mean of a random start, a share of the range
   * @param deviation of the noise, a share of the range
   * @throws SpecException where there are fewer examples to start from
   */
  static PseudoInputs create(
      int k, PseudoInputStart at, double mean, double deviation, ModelSite site) {
    int d = site.sizes().data();
    boolean fromData = at == PseudoInputStart.DATA && site.examples().isPresent();
    if (fromData && site.examples().get().size() < k) {
      throw new SpecException(
          "pseudoInputs",
          "at most the %d training examples that they start from"
              .formatted(site.examples().get().size()),
          Integer.toString(k),
          "Take fewer, or \"start\": \"random\".");
    }
    Range data = site.examples().map(TrainingExamples::range).orElse(Range.UNIT);
    double width = data.high() - data.low();
    Initializer start =
        (value, key) -> {
          Initializer.normal(deviation * width).fill(value, key.fold("noise"));
          double[] around =
              fromData ? site.examples().get().choose(k, key.fold("examples")) : new double[0];
          for (int i = 0; i < value.shape().size(); i++) {
            double centre =
                fromData
                    ? Math.clamp(around[i], data.low(), data.high())
                    : data.low() + mean * width;
            value.set(i, centre + value.get(i));
          }
        };
    return new PseudoInputs(
        site.parameters().create("inputs", Shape.of(k, d), start),
        site.parameters()
            .create("range", Shape.of(2), Initializer.elements(data.low(), data.high())));
  }

  /** u [K, d], within the range. */
  Tensor on(Tape tape) {
    NdArray limits = range.value();
    return tape.parameter(inputs).clamp(limits.get(0), limits.get(1));
  }
}
