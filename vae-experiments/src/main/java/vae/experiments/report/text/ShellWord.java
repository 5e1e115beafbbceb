package vae.experiments.report.text;

/** A word of a command line, quoted where a shell would read more into it. */
public final class ShellWord {

  private ShellWord() {}

  public static String of(String text) {
    return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
