package vae.experiments.sweep.plan;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Independent draws of every parameter.
 *
 * <p>The value of a parameter in cell i is a function of the seed, the parameter's path and i
 * alone: more trials, other parameters or another order of them leave it as it is. Source: Bergstra
 * and Bengio (2012), "Random search for hyper-parameter optimization".
 */
public record RandomSearch(Spec spec) implements Method {

  @Describe(
      value = "Independent draws of every parameter.",
      source = "Bergstra and Bengio (2012), Random search for hyper-parameter optimization")
  public record Spec(
      @Describe("Combinations to draw, at least 1; raising it extends the sweep.") int trials,
      @Default("1") @Describe("Seed of the draws, not of training.") long seed)
      implements Method.Spec {

    public Spec {
      Require.atLeast("trials", trials, 1);
    }
  }

  private record Draws(List<SearchAxis> axes, List<Key> keys, int trials) implements Cells {

    @Override
    public BigInteger size() {
      return BigInteger.valueOf(trials);
    }

    @Override
    public List<Choice> at(int cell) {
      return IntStream.range(0, axes.size())
          .mapToObj(j -> axes.get(j).at(uniform(keys.get(j).fold(cell))))
          .toList();
    }

    /** The key's 53 high bits as a fraction, in [0, 1). */
    private static double uniform(Key key) {
      long bits = (long) key.k1() << 32 | Integer.toUnsignedLong(key.k0());
      return (bits >>> 11) * 0x1p-53;
    }
  }

  @Override
  public Cells cells(List<SearchAxis> axes) {
    Key root = Key.of(spec.seed()).fold("random search");
    return new Draws(
        List.copyOf(axes),
        axes.stream().map(axis -> root.fold(axis.label())).toList(),
        spec.trials());
  }
}
