package vae.experiments.study;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Spec;
import vae.experiments.spec.ExperimentSpec;

/** A study in JSON: an experiment class and the run that it varies. */
@Describe("A study: an experiment class and the run that it varies.")
public record StudySpec(
    @Describe("Names the study's folder, by the same rule as a run's.") String name,
    @Describe("The experiment class and its parameters.") Experiment.Spec experiment,
    @Default("{\"name\": \"run\"}") @Describe("The run that the experiment starts from.")
        ExperimentSpec base)
    implements Spec {

  public StudySpec {
    ExperimentSpec.requireName(name);
  }
}
