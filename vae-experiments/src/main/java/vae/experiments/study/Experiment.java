package vae.experiments.study;

import java.io.IOException;

/**
 * A question that takes several runs to answer; slot {@code experiment}.
 *
 * <p>Written in Java by researchers, started from JSON: {@code {"name": …, "experiment": {"type":
 * …}}}. A plugin registers it with one line in a {@code SlotModule<Experiment>} of its own.
 */
public interface Experiment {

  /**
   * Makes the runs and says what they show.
   *
   * @throws IOException where a run's folder cannot be written
   */
  Findings run(Lab lab) throws IOException;

  interface Spec extends vae.core.spec.Spec {}
}
