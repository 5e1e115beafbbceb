package vae.experiments.training;

import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.model.Batch;
import vae.data.source.Examples;
import vae.data.transform.Binarization;

/** Minibatches of one part of the data, gathered and binarized into a buffer that is used again. */
public final class BatchSource {

  private final Examples examples;
  private final Binarization binarization;
  private final DType type;
  private final KernelSet kernels;
  private final boolean incomplete;
  private NdArray buffer;
  private NdArray observed;
  private long[] identities = {};

  public BatchSource(Examples examples, Binarization binarization, DType type, KernelSet kernels) {
    this.examples = examples;
    this.binarization = binarization;
    this.type = type;
    this.kernels = kernels;
    incomplete = examples.incomplete();
    buffer = NdArray.zeros(type, Shape.of(0, examples.dimension()));
    observed = buffer;
  }

  /**
   * Gathers a batch.
   *
   * @return its arrays are overwritten by the next call
   */
  public Batch gather(int[] order, int from, int count, Key key) {
    if (buffer.shape().extent(0) != count) {
      buffer = NdArray.zeros(type, Shape.of(count, examples.dimension()));
      observed = incomplete ? NdArray.zeros(type, buffer.shape()) : buffer;
      identities = new long[count];
    }
    for (int i = 0; i < count; i++) {
      identities[i] = examples.identity(order[from + i]);
    }
    switch (type) {
      case F32 -> examples.gather(order, from, count, buffer.floats());
      case F64 -> examples.gather(order, from, count, buffer.doubles());
    }
    binarization.apply(kernels, buffer, identities, key);
    if (incomplete) {
      fillIn(order, from, count);
    }
    return new Batch(
        buffer,
        conditions(order, from, count),
        incomplete ? Optional.of(observed) : Optional.empty(),
        identities);
  }

  /** Marks what is known, and fills in what is not. */
  private void fillIn(int[] order, int from, int count) {
    int d = examples.dimension();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < d; j++) {
        boolean known = examples.known(order[from + i], j);
        observed.set(i * d + j, known ? 1 : 0);
        if (!known) {
          buffer.set(i * d + j, examples.fill(j));
        }
      }
    }
  }

  private Optional<NdArray> conditions(int[] order, int from, int count) {
    int c = examples.conditionSize();
    if (c == 0) {
      return Optional.empty();
    }
    float[] values = new float[count * c];
    examples.gatherConditions(order, from, count, values);
    NdArray conditions = NdArray.zeros(type, Shape.of(count, c));
    for (int i = 0; i < values.length; i++) {
      conditions.set(i, values[i]);
    }
    return Optional.of(conditions);
  }

  public Examples examples() {
    return examples;
  }
}
