package vae.autodiff.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arrays that one step of Adam changes together: for each parameter its values, its gradient
 * and both moments.
 *
 * <p>An instance is filled anew for every step and allocates nothing once it has held as many.
 */
public final class AdamArrays<A> {

  private final List<A> values = new ArrayList<>();
  private final List<A> gradients = new ArrayList<>();
  private final List<A> firstMoments = new ArrayList<>();
  private final List<A> secondMoments = new ArrayList<>();
  private int[] sizes = new int[16];

  public void add(A value, A gradient, A firstMoment, A secondMoment, int n) {
    int i = values.size();
    if (i == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * i);
    }
    sizes[i] = n;
    values.add(value);
    gradients.add(gradient);
    firstMoments.add(firstMoment);
    secondMoments.add(secondMoment);
  }

  public void clear() {
    values.clear();
    gradients.clear();
    firstMoments.clear();
    secondMoments.clear();
  }

  public int count() {
    return values.size();
  }

  public int size(int i) {
    return sizes[i];
  }

  public A value(int i) {
    return values.get(i);
  }

  /** The gradient by parameter i. */
  public A gradient(int i) {
    return gradients.get(i);
  }

  /** The running mean of the gradients by parameter i. */
  public A firstMoment(int i) {
    return firstMoments.get(i);
  }

  /** The running mean of their squares. */
  public A secondMoment(int i) {
    return secondMoments.get(i);
  }
}
