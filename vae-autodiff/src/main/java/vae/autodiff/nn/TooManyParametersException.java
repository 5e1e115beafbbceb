package vae.autodiff.nn;

import vae.autodiff.array.Shape;

/** A model of more parameters than it was given memory for; thrown before that memory is taken. */
public final class TooManyParametersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final transient Shape shape;
  private final long elements;

  TooManyParametersException(String parameter, Shape shape, long elements, long most) {
    super(
        ("parameter %s %s: expected at most %d elements of all parameters together, got %d;"
                + " make the layers smaller")
            .formatted(parameter, shape, most, elements));
    this.parameter = parameter;
    this.shape = shape;
    this.elements = elements;
  }

  /** The parameter that was one too many, with its shape. */
  public String parameter() {
    return parameter + " " + shape;
  }

  /** Elements of all parameters together with that one. */
  public long elements() {
    return elements;
  }
}
