package vae.data.missing;

import java.util.Optional;
import java.util.function.Function;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.format.RawArray;

/**
 * Takes values away completely at random, for studies with data that are known in full: each is
 * missing with one probability, independently of all else.
 *
 * <p>Whether a value is missing is a function of the seed, the example's place in the source and
 * the coordinate. Of an example that would lose everything, the value with the largest uniform draw
 * stays. Source: Mattei and Frellsen (2019), section 4, who train on half of the pixels of MNIST
 * and test on whole images.
 */
public record MissingAtRandom(Spec spec) implements MissingValues {

  /** Which parts of the data lose values. */
  public enum Parts {
    ALL,
    /** Examples that validate and test stay whole. */
    TRAIN
  }

  @Describe(
      value = "Values taken away completely at random, for studies.",
      source = "Mattei and Frellsen (2019), section 4")
  public record Spec(
      @Describe("Probability that a value is missing, from 0 to 0.99.") @Default("0.5") double rate,
      @Describe("Seed of what is missing; apart from the experiment's seed.") @Default("0")
          long seed,
      @Describe("all, or train: examples that validate and test stay whole.") @Default("\"all\"")
          Parts parts,
      @Describe(MissingNumbers.FILL) @Default("\"zero\"") Fill fill)
      implements MissingValues.Spec {

    private static final double MAX_RATE = 0.99;

    public Spec {
      Require.between("rate", rate, 0, MAX_RATE);
    }

    @Override
    public boolean trainingOnly() {
      return parts == Parts.TRAIN;
    }
  }

  @Override
  public Optional<Known> known(int[] shape, Function<String, RawArray> arrays) {
    Key key = Key.of(spec.seed()).fold("missing at random");
    int[] block = new int[4];
    return Optional.of(
        (example, values, known) -> {
          float[] uniform = new float[values.length];
          Noise.uniform(key, example, 0, uniform, 0, uniform.length, block);
          int largest = 0;
          for (int j = 0; j < uniform.length; j++) {
            known[j] = uniform[j] >= spec.rate();
            largest = uniform[j] > uniform[largest] ? j : largest;
          }
          known[largest] = true;
        });
  }
}
