package vae.experiments.spec;

import java.util.List;
import vae.autodiff.array.DType;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.InSlot;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.Spec;

/** How long to train and in which steps. */
@Describe("How long to train and in which steps.")
public record TrainingSpec(
    @Default("100") @Describe("Passes over the training data, at least 0.") int epochs,
    @Default("128") @Describe("Examples per step, at least 1.") int batchSize,
    @Default("1") @Describe("Epochs between two evaluations on held-out data, at least 1.")
        int evaluateEvery,
    @Default("\"f32\"") @Describe("Element type: f32 to train, f64 to verify.") DType dtype,
    @Default("{\"type\": \"fail\"}")
        @Describe("What happens at a step whose objective or gradient is not finite.")
        @InSlot("divergence")
        Spec onDivergence,
    @Since("0.2.0")
        @Default("[]")
        @Describe("What takes part in training between its steps, in this order.")
        @InSlot("callback")
        List<Spec> callbacks,
    @Since("0.2.0")
        @Default("[]")
        @Describe("Further metrics, measured whenever held-out data are evaluated.")
        @InSlot("metric")
        List<Spec> metrics,
    @Since("0.2.0")
        @Default("true")
        @Describe("Whether every epoch has an order of examples of its own; else the data's order.")
        boolean shuffle)
    implements Spec {

  public TrainingSpec {
    callbacks = List.copyOf(callbacks);
    metrics = List.copyOf(metrics);
    Require.atLeast("epochs", epochs, 0);
    Require.atLeast("batchSize", batchSize, 1);
    Require.atLeast("evaluateEvery", evaluateEvery, 1);
  }
}
