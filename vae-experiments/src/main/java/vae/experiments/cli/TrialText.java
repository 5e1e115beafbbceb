package vae.experiments.cli;

import java.util.Locale;
import java.util.StringJoiner;
import vae.experiments.spec.PrettyJson;
import vae.experiments.sweep.Trial;

/** Trials and times in a few words. */
final class TrialText {

  private static final int MAX_LENGTH = 60;

  private TrialText() {}

  static String of(Trial trial) {
    StringJoiner text = new StringJoiner(" ");
    trial.parameters().forEach((path, value) -> text.add(path + "=" + PrettyJson.line(value)));
    text.add("seed=" + trial.seed());
    return cut(text.toString(), MAX_LENGTH);
  }

  static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
  }

  /** {@code 0:42}, {@code 12:05}, {@code 3:00:17}. */
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
