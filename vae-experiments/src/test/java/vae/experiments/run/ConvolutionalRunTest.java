package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.spec.Resolved;

/** Encoders and decoders of convolutions in whole runs, on digits of 8 x 8. */
final class ConvolutionalRunTest {

  private static final String DIGITS =
      """
      { "name": "small-images", "latentSize": 4,
        "data": {"type": "digits", "limit": 512, "split": {"validation": 0, "test": 100},
                 "binarization": {"type": "threshold"}},
        "encoder": {"type": "conv", "layers": [{"channels": 8}, {"channels": 16}], "hidden": [32]},
        "decoder": {"type": "conv", "layers": [{"channels": 16}, {"channels": 8}], "hidden": [32]},
        "likelihood": {"type": "bernoulli"},
        "optimizer": {"type": "adam", "learningRate": 0.003},
        "training": {"epochs": 10, "batchSize": 32},
        "evaluation": {"draws": 1, "nll": null} }
      """;

  /** Two steps of everything there is: both convolutions, blocks, a size that is no whole step. */
  private static final String SHORT =
      """
      { "name": "short", "latentSize": 3,
        "data": {"type": "digits", "limit": 24, "split": {"validation": 0, "test": 20}},
        "encoder": {"type": "conv", "residualBlocks": 1, "hidden": [8], "activation": "tanh",
                    "layers": [{"channels": 6, "kernel": 3}, {"channels": 4, "kernel": 3}]},
        "decoder": {"type": "conv", "residualBlocks": 1, "hidden": [],
                    "layers": [{"channels": 4, "kernel": 3}, {"channels": 6, "kernel": 3}]},
        "training": {"epochs": 1, "batchSize": 12},
        "evaluation": {"draws": 1, "nll": {"samples": 2}} }
      """;

  @TempDir private Path root;

  private RunResult run(Resolved experiment, String kernels, int threads) throws IOException {
    KernelSet.Choice choice = KernelSet.Choice.valueOf(kernels);
    try (KernelSet set = KernelSet.choose(choice, threads)) {
      return SmallRun.run(experiment, set, root.resolve(kernels + threads));
    }
  }

  private double bound(Resolved experiment) throws IOException {
    return run(experiment, "SIMD", 2).metrics().get("test/elbo").value();
  }

  /** Pixels at their own rates, without latent variables, have -33 nats; ten epochs get beyond. */
  @Test
  void learnsInAFewEpochs() throws IOException {
    Resolved experiment = SmallRun.read(DIGITS);
    double early = bound(experiment.with("training.epochs", 1));
    double late = bound(experiment);
    assertTrue(late > early + 5 && late > -28, early + " after one epoch, " + late + " after ten");
  }

  @TestFactory
  Stream<DynamicTest> trainsToTheSameBitsOnAllKernels() {
    return Stream.of("none", "layer", "group")
        .map(
            normalization ->
                DynamicTest.dynamicTest(normalization, () -> assertSameBits(normalization)));
  }

  private void assertSameBits(String normalization) throws IOException {
    Resolved experiment = SmallRun.read(SHORT);
    for (String key : List.of("encoder.normalization", "decoder.normalization")) {
      experiment = experiment.with(key + ".groups", 2).with(key + ".type", normalization);
    }
    Resolved normalized = experiment;
    String defined = run(normalized, "SCALAR", 1).digest();
    assertAll(
        Stream.of(1, 2, 3, 8)
            .map(
                threads ->
                    () ->
                        assertEquals(
                            defined,
                            run(normalized, "SIMD", threads).digest(),
                            threads + " threads")));
  }
}
