package vae.experiments.cli;

import vae.core.spec.SpecException;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.study.StudySpec;
import vae.experiments.sweep.plan.SweepSpec;

/** What a JSON document is, by the keys that only one kind has. */
enum DocumentKind {
  EXPERIMENT("an experiment", "run", ExperimentSpec.class),
  STUDY("a study", "run", StudySpec.class),
  SWEEP("a sweep", "sweep", SweepSpec.class);

  private final String name;
  private final String command;
  private final Class<? extends Record> spec;

  DocumentKind(String name, String command, Class<? extends Record> spec) {
    this.name = name;
    this.command = command;
    this.spec = spec;
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

  Class<? extends Record> spec() {
    return spec;
  }

  void requireFor(String asked, SpecSource source) {
    if (!command.equals(asked)) {
      throw SpecException.because(
              "", "this is " + name, "Run it with `vae %s %s`.".formatted(command, source.name()))
          .at(source.name());
    }
  }
}
