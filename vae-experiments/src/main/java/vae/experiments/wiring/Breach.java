package vae.experiments.wiring;

/** What a component does that the contract of its slot forbids. */
final class Breach extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Breach(String message) {
    super(message);
  }
}
