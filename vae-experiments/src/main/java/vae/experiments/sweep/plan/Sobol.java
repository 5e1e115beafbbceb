package vae.experiments.sweep.plan;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Points of a Sobol' sequence: spread more evenly over all parameters together than random draws.
 *
 * <p>Cell i is point i + 1 of the sequence, the origin being left out; dimensions belong to the
 * parameters in the order of their paths, so the order in the file does not matter. Numbers of
 * trials that are powers of two, less one, spread best. The generator has 1000 dimensions, as many
 * as a sweep may have parameters. Source: Joe and Kuo (2008), "Constructing Sobol sequences with
 * better two-dimensional projections".
 */
public record Sobol(Spec spec) implements Method {

  @Describe(
      value = "Points of a Sobol' sequence, spread more evenly than random draws.",
      source = "Joe and Kuo (2008), Constructing Sobol sequences")
  public record Spec(
      @Describe("Points to take, at least 1; raising it extends the sweep.") int trials)
      implements Method.Spec {

    public Spec {
      Require.between("trials", trials, 1, Integer.MAX_VALUE - 1);
    }
  }

  private record Points(
      List<SearchAxis> axes, int[] dimensions, SobolSequenceGenerator generator, int trials)
      implements Cells {

    @Override
    public BigInteger size() {
      return BigInteger.valueOf(trials);
    }

    @Override
    public List<Choice> at(int cell) {
      double[] point = axes.isEmpty() ? new double[0] : generator.skipTo(cell + 1);
      return IntStream.range(0, axes.size())
          .mapToObj(j -> axes.get(j).at(point[dimensions[j]]))
          .toList();
    }
  }

  @Override
  public Cells cells(List<SearchAxis> axes) {
    List<String> sorted = axes.stream().map(SearchAxis::label).sorted().toList();
    int[] dimensions = axes.stream().mapToInt(axis -> sorted.indexOf(axis.label())).toArray();
    int count = Math.max(1, axes.size());
    return new Points(
        List.copyOf(axes), dimensions, new SobolSequenceGenerator(count), spec.trials());
  }
}
