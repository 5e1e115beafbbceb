package vae.experiments.cli;

import vae.core.spec.SpecException;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;

/** What a JSON document is, by the keys that only one kind has. */
enum DocumentKind {
  EXPERIMENT("an experiment", "run"),
  STUDY("a study", "run"),
  SWEEP("a sweep", "sweep");

  private final String name;
  private final String command;

  DocumentKind(String name, String command) {
    this.name = name;
    this.command = command;
  }

  /**
   * The kind of a document; an experiment where nothing tells otherwise.
   *
   * @throws SpecException where the text is not JSON
   */
  static DocumentKind of(SpecSource source) {
    if (SpecReader.hasKey(source, "experiment")) {
      return STUDY;
    }
    boolean varies =
        SpecReader.hasKey(source, "parameters")
            || SpecReader.hasKey(source, "base")
            || SpecReader.hasKey(source, "method");
    return varies ? SWEEP : EXPERIMENT;
  }

  /** Refuses a document that another command runs, and names that. */
  void requireFor(String asked, SpecSource source) {
    if (!command.equals(asked)) {
      throw SpecException.because(
              "", "this is " + name, "Run it with `vae %s %s`.".formatted(command, source.name()))
          .at(source.name());
    }
  }
}
