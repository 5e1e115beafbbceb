package vae.autodiff.op;

import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Binary;

/**
 * The sum over axes.
 *
 * @param axes non-negative axes, ascending
 * @param keep leave summed axes in place with extent 1
 */
public record Sum(List<Integer> axes, boolean keep) implements Op {

  /** Checks nothing: the tape resolves negative axes. */
  public Sum {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return keep ? kept(inputs[0]) : dropped(inputs[0]);
  }

  private Shape kept(Shape input) {
    Shape kept = input;
    for (int i = 0; i < axes.size(); i++) {
      kept = kept.withExtent(axes.get(i), 1);
    }
    return kept;
  }

  private Shape dropped(Shape input) {
    int[] extents = new int[input.rank() - axes.size()];
    int next = 0;
    for (int axis = 0; axis < input.rank(); axis++) {
      if (!axes.contains(axis)) {
        extents[next++] = input.extent(axis);
      }
    }
    return Shape.of(extents);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels().fill(f.value(), 0, f.shape().size(), 0);
    Shape in = f.shape(0);
    boolean lastKept = in.rank() > 0 && !axes.contains(in.rank() - 1);
    Reduction.addTo(f.kernels(), in, f.value(0), kept(in), f.value(), lastKept);
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      Runs.forEach(
          f.shape(0),
          f.shape(0),
          kept(f.shape(0)),
          (at, same, one, from, stride, n) ->
              f.kernels()
                  .binary(
                      Binary.ADD,
                      f.gradient(0),
                      at,
                      1,
                      f.gradient(),
                      from,
                      stride,
                      f.gradient(0),
                      at,
                      n));
    }
  }
}
