package vae.experiments.training;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import vae.experiments.quantity.Quantities;

/** Receives the progress of training. */
public interface Progress {

  Progress UNWATCHED =
      new Progress() {
        @Override
        public void step(long step, long steps) {}

        @Override
        public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
      };

  /** The data are loaded, and nothing was done with them yet. What this throws ends the run. */
  default void loaded(String sha256) {}

  default void reports(Quantities quantities) {}

  /** What is about to be done, in one line; not called where the run is complete already. */
  default void plans(String plan) {}

  /**
   * Training begins.
   *
   * @param step steps done: 0, or that of the checkpoint from which the run resumes
   */
  default void begins(int epoch, long step) {}

  void step(long step, long steps);

  /**
   * One epoch is done.
   *
   * @param epoch 0 before the first
   * @param metrics by name, such as {@code train/elbo}; parts that were not evaluated are absent
   */
  void epoch(int epoch, long step, SortedMap<String, Double> metrics);

  /** A checkpoint of the state after a step is on the disk, and was read back from there. */
  default void saved(long step) {}

  /** Training is done; the trained model is evaluated, which nothing interrupts. */
  default void evaluates() {}

  /**
   * The run is evaluated.
   *
   * @param costs the time that each metric took, in training and at the end together
   */
  default void evaluated(Map<String, Duration> costs) {}

  /** The run is complete already: nothing is computed, and no step or epoch follows. */
  default void alreadyComplete() {}
}
