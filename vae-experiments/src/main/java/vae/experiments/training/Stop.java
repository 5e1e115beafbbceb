package vae.experiments.training;

/**
 * Why training ended before its last epoch.
 *
 * @param callback the one that asked for it, {@code <index>-<type>}
 */
public record Stop(String callback, String reason) {

  /** A longer reason is cut. */
  private static final int MAX_REASON = 300;

  /** Makes the reason one line without control characters. */
  public Stop {
    String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    reason = line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
  }
}
