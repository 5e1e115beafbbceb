package vae.experiments.study;

import java.util.Arrays;
import java.util.List;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Batch;
import vae.data.source.Examples;
import vae.data.transform.Minibatches;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;

/**
 * Where the noise of a training step's gradient comes from: the choice of the minibatch, or the
 * draws of z.
 *
 * <p>With g(b, ε) the gradient of the mean objective of a minibatch b under noise ε, at parameters
 * that stand still, the law of total variance splits
 *
 * <p>\[ \mathrm{tr}\,\mathrm{Var}[g] = \mathrm{E}_b\,\mathrm{tr}\,\mathrm{Var}_\varepsilon[g \mid
 * b] + \mathrm{tr}\,\mathrm{Var}_b\,\mathrm{E}_\varepsilon[g \mid b] \]
 *
 * <p>into the part of the draws and that of the minibatch.
 *
 * <p>R minibatches with two independent noises each estimate both without bias: half the mean
 * squared distance of the pair is the first part, the mean over batches of the product of the two
 * deviations from the mean, over R − 1, the second. The traces are sums over all parameters.
 *
 * @param draws the part of the draws of z; it falls as 1/L
 * @param minibatch the part of the choice of examples; it does not depend on L
 */
record GradientVariance(double draws, double minibatch) {

  /** Of the whole, the part that more draws could take away. */
  double share() {
    return draws / (draws + minibatch);
  }

  /**
   * Measures a model.
   *
   * @param source of training examples, of the parameters' element type
   * @param batchSize B
   * @param batches R ≥ 2
   * @param key of minibatches and noise; not those of any training
   */
  static GradientVariance of(
      Model model, BatchSource source, int batchSize, int batches, Key key, KernelSet kernels) {
    DType type = model.parameters().type();
    Examples train = source.examples();
    Minibatches order = new Minibatches(train.size(), batchSize, key.fold("batches"));
    int n = Math.toIntExact(model.parameters().elements());
    double[][] sums = new double[2][n];
    double apart = 0;
    double products = 0;
    double[][] pair = new double[2][n];
    try (Tape tape = Tape.of(kernels, type)) {
      for (int r = 0; r < batches; r++) {
        Batch batch = source.gather(order.order(r), 0, order.length(0), key.fold("binarization"));
        for (int side = 0; side < 2; side++) {
          Key noise = key.fold("noise").fold(r).fold(side).rows(batch.identities());
          gradient(model, tape, batch, noise, pair[side]);
          for (int i = 0; i < n; i++) {
            sums[side][i] += pair[side][i];
          }
        }
        for (int i = 0; i < n; i++) {
          double difference = pair[0][i] - pair[1][i];
          apart += difference * difference;
          products += pair[0][i] * pair[1][i];
        }
      }
    }
    double meanProduct = 0;
    for (int i = 0; i < n; i++) {
      meanProduct += sums[0][i] / batches * sums[1][i];
    }
    return new GradientVariance(apart / 2 / batches, (products - meanProduct) / (batches - 1));
  }

  /** The gradient of the mean objective by all parameters one after another; zeros where none. */
  private static void gradient(Model model, Tape tape, Batch batch, Key noise, double[] out) {
    tape.reset();
    Tensor loss =
        model.on(tape, batch).estimate(model.estimator(), noise).surrogate().perExample().mean();
    tape.backward(loss);
    Arrays.fill(out, 0);
    int at = 0;
    List<Parameter> parameters = model.parameters().list();
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      int size = parameter.shape().size();
      for (int i = 0; gradient != null && i < size; i++) {
        out[at + i] = gradient.get(i);
      }
      at += size;
    }
  }
}
