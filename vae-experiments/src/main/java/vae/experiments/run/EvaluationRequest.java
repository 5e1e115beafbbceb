package vae.experiments.run;

import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Resolved;

/**
 * A finished run that is to be evaluated again, and how.
 *
 * @param folder of the run
 * @param trained its result
 * @param experiment with the settings of this evaluation
 */
public record EvaluationRequest(Path folder, RunResult trained, Resolved experiment) {

  /** The resolved section {@code evaluation}. */
  ObjectNode settings() {
    return (ObjectNode) experiment.tree().get("evaluation");
  }

  /** The identity of the evaluation: the same for the same settings of the same run. */
  public String id() {
    return RunId.ofEvaluation(CanonicalJson.of(settings()), trained.digest(), Numerics.VERSION);
  }
}
