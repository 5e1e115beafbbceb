package vae.experiments.report;

/** A word of a command line, quoted where a shell would read more into it. */
final class ShellWord {

  private ShellWord() {}

  static String of(String text) {
    return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
