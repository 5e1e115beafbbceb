package vae.experiments.sweep.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import vae.core.spec.Describe;
import vae.core.spec.SpecException;

/**
 * Every combination of the listed values.
 *
 * <p>\( \prod_j n_j \) cells for parameters of \(n_j\) values; the last parameter varies fastest.
 */
public final class GridSearch implements Method {

  @Describe("Every combination of the listed values.")
  public record Spec() implements Method.Spec {}

  private record Product(List<SearchAxis> axes) implements Cells {

    @Override
    public BigInteger size() {
      return axes.stream()
          .map(axis -> BigInteger.valueOf(axis.count().orElseThrow()))
          .reduce(BigInteger.ONE, BigInteger::multiply);
    }

    @Override
    public boolean exhaustive() {
      return true;
    }

    @Override
    public List<Choice> at(int cell) {
      int rest = cell;
      List<Choice> choices = new ArrayList<>();
      for (SearchAxis axis : axes.reversed()) {
        int count = axis.count().orElseThrow();
        choices.add(axis.at(rest % count));
        rest /= count;
      }
      return choices.reversed();
    }
  }

  @Override
  public Cells cells(List<SearchAxis> axes) {
    for (SearchAxis axis : axes) {
      if (axis.count().isEmpty()) {
        throw SpecException.because(
            axis.place() + ".min",
            "a grid has no values to take from a range",
            "List them as {\"values\": […]}, or take the method \"random\" or \"sobol\".");
      }
    }
    return new Product(List.copyOf(axes));
  }
}
