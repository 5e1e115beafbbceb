package vae.experiments.sweep;

/**
 * What a launcher has one worker do: a trial, to its end or to the end of a rung.
 *
 * @param epochs after which it pauses; {@link #TO_THE_END} for none
 */
public record Task(Trial trial, int epochs) {

  public static final int TO_THE_END = 0;

  public static Task whole(Trial trial) {
    return new Task(trial, TO_THE_END);
  }
}
