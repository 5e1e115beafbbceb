package vae.autodiff.tape;

import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;

/**
 * A named array that training changes.
 *
 * <p>It lives outside every tape; {@link Tape#parameter} brings it onto one.
 */
public final class Parameter {

  private final String name;
  private final NdArray value;

  /**
   * @param name dotted path, unique in its model, such as {@code encoder.hidden.0.weight}
   * @param value the elements; not copied
   */
  public Parameter(String name, NdArray value) {
    this.name = name;
    this.value = value;
  }

  /** Dotted path. */
  public String name() {
    return name;
  }

  /** The elements; optimisers write to them. */
  public NdArray value() {
    return value;
  }

  public Shape shape() {
    return value.shape();
  }

  @Override
  public String toString() {
    return name + " " + value.shape();
  }
}
