package example;

import java.nio.file.Path;
import vae.experiments.study.Lab;
import vae.experiments.study.SeedRuns;

/** Trains small models of handwritten digits with two sizes of the latent vector. */
public final class TwoSizes {

  private TwoSizes() {}

  /** Prints the test ELBO of each size, over two training seeds. */
  public static void main(String[] arguments) throws Exception {
    try (Lab lab = Lab.open(Path.of("runs"))) {
      var base =
          lab.base()
              .with("name", "two-sizes")
              .with("data.limit", 256)
              .with("training.epochs", 2)
              .with("encoder.hidden[0]", 32);
      for (int size : new int[] {2, 8}) {
        SeedRuns runs = lab.run(base.with("latentSize", size), 1, 2);
        IO.println(size + ": " + runs.metric("test/elbo").meanAndInterval() + " nats");
      }
    }
  }
}
