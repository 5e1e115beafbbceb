package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.tape.Tensor;

/** Checks of what distributions are made from; complaints name the argument. */
final class Arguments {

  private Arguments() {}

  /** The parameter itself, where it has an axis for the event: [*B, d]. */
  static Tensor rows(String name, Tensor parameter) {
    if (parameter.shape().rank() < 1) {
      throw new ShapeException(name + ": expected [*B, d], got a scalar");
    }
    return parameter;
  }

  /** The parameter itself, where it has the shape. */
  static Tensor shaped(String name, Tensor parameter, Shape expected) {
    if (!parameter.shape().equals(expected)) {
      throw new ShapeException(
          "%s: expected shape %s, got %s".formatted(name, expected, parameter.shape()));
    }
    return parameter;
  }

  /** The number itself, where it is finite and above 0. */
  static double positive(String name, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: expected a finite number above 0, got %s".formatted(name, number));
    }
    return number;
  }

  /** The number itself, where it is finite. */
  static double finite(String name, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "%s: expected a finite number, got %s".formatted(name, number));
    }
    return number;
  }

  /** The number itself, where it is at least the given one. */
  static int atLeast(String name, int number, int least) {
    if (number < least) {
      throw new IllegalArgumentException(
          "%s: expected an integer of at least %d, got %d".formatted(name, least, number));
    }
    return number;
  }
}
