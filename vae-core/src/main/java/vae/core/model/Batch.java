package vae.core.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import vae.autodiff.array.NdArray;

/**
 * A minibatch as data sources make it.
 *
 * @param x [B, d]
 * @param condition [B, c], what each example is conditioned on; empty where the model has none
 * @param observed [B, d], 1 where x is known and 0 where it is missing; empty where all is known
 * @param identities [B], what the noise of each example is keyed by
 */
public record Batch(
    NdArray x, Optional<NdArray> condition, Optional<NdArray> observed, long[] identities) {

  /** Known in full and without a condition, with identities 0 … B − 1. */
  public static Batch of(NdArray x) {
    long[] identities = LongStream.range(0, x.shape().extent(0)).toArray();
    return new Batch(x, Optional.empty(), Optional.empty(), identities);
  }

  /** B, the number of examples. */
  public int size() {
    return identities.length;
  }

  /** Some of the examples, in arrays of their own. */
  public Batch rows(int from, int count) {
    return new Batch(
        x.rows(from, count),
        condition.map(it -> it.rows(from, count)),
        observed.map(it -> it.rows(from, count)),
        Arrays.copyOfRange(identities, from, from + count));
  }
}
