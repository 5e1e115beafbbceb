package vae.experiments.run.folder;

/** The version of the bits. */
public final class Numerics {

  /**
   * Raised whenever the same spec and data would give other bits than before; part of every run's
   * id. {@code docs/numerics.md} has a line for each version.
   */
  public static final int VERSION = 2;

  private Numerics() {}
}
