package vae.autodiff.tape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vae.autodiff.array.ArrayPool;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.NonZeros;
import vae.autodiff.op.Frame;

/** The frame that a tape shows its operations, one node after another. */
final class NodeFrame implements Frame<Object> {

  private final Kernels<Object> kernels;
  private final ArrayPool<Object> pool;
  private final List<Object> scratch = new ArrayList<>();
  private int[] scratchSizes = new int[8];
  private final SparseData data;
  private Tensor node;

  NodeFrame(Kernels<Object> kernels, ArrayPool<Object> pool, SparseData data) {
    this.kernels = kernels;
    this.pool = pool;
    this.data = data;
  }

  void show(Tensor node) {
    this.node = node;
  }

  /** Takes the scratch arrays back. */
  void done() {
    for (int i = 0; i < scratch.size(); i++) {
      pool.give(scratch.get(i), scratchSizes[i]);
    }
    scratch.clear();
    node = null;
  }

  @Override
  public Kernels<Object> kernels() {
    return kernels;
  }

  @Override
  public int inputs() {
    return node.inputs().length;
  }

  @Override
  public Shape shape(int i) {
    return node.inputs()[i].shape();
  }

  @Override
  public Object value(int i) {
    return node.inputs()[i].value;
  }

  @Override
  public NonZeros nonZeros(int i) {
    return data.nonZeros(node.inputs()[i]);
  }

  @Override
  public Shape shape() {
    return node.shape();
  }

  @Override
  public Object value() {
    return node.value;
  }

  @Override
  public Object gradient() {
    return node.gradient;
  }

  @Override
  public boolean wants(int i) {
    return node.inputs()[i].differentiable;
  }

  @Override
  public Object gradient(int i) {
    return gradientOf(node.inputs()[i]);
  }

  @Override
  public Object freshGradient(int i) {
    Tensor input = node.inputs()[i];
    if (input.gradient != null) {
      return null;
    }
    input.gradient = pool.take(input.shape().size());
    return input.gradient;
  }

  /** The gradient buffer of a node, zeros when it is new. */
  Object gradientOf(Tensor of) {
    if (of.gradient == null) {
      of.gradient = pool.take(of.shape().size());
      kernels.fill(of.gradient, 0, of.shape().size(), 0);
    }
    return of.gradient;
  }

  /** Takes the gradient buffer of a node back, where it has one. */
  void clearGradient(Tensor of) {
    if (of.gradient != null) {
      pool.give(of.gradient, of.shape().size());
      of.gradient = null;
    }
  }

  @Override
  public boolean differentiates() {
    return node.differentiable;
  }

  @Override
  public Object saved(int n) {
    if (node.saved == null) {
      node.saved = pool.take(n);
      node.savedSize = n;
    }
    return node.saved;
  }

  @Override
  public Object scratch(int n) {
    Object array = pool.take(n);
    if (scratch.size() == scratchSizes.length) {
      scratchSizes = Arrays.copyOf(scratchSizes, 2 * scratchSizes.length);
    }
    scratchSizes[scratch.size()] = n;
    scratch.add(array);
    return array;
  }
}
