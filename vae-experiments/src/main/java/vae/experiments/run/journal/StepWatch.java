package vae.experiments.run.journal;

import java.util.List;
import vae.autodiff.tape.Parameter;

/** Sees the parameters of a run as training changes them. */
@FunctionalInterface
public interface StepWatch {

  StepWatch NONE = (step, parameters) -> {};

  /**
   * Is called before the first step and after each.
   *
   * @param step steps done: 0 before the first, that of the checkpoint where a run continues
   */
  void after(long step, List<Parameter> parameters);
}
