package example;

import java.io.IOException;
import java.util.List;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.experiments.study.Experiment;
import vae.experiments.study.Findings;
import vae.experiments.study.Lab;
import vae.experiments.study.SeedRuns;
import vae.experiments.study.Table;

/** How much do more draws of the reconstruction term help? */
public final class HowManySamples implements Experiment {

  @Describe("Compares numbers of draws of the reconstruction term by the test ELBO.")
  public record Spec(
      @Default("[1, 5]") @Describe("numbers of draws, each at least 1") List<Integer> samples,
      @Default("[1, 2, 3]") @Describe("training seeds") List<Long> seeds)
      implements Experiment.Spec {}

  private final Spec spec;

  HowManySamples(Spec spec) {
    this.spec = spec;
  }

  @Override
  public Findings run(Lab lab) throws IOException {
    Table table = lab.table("L", "test ELBO");
    for (int samples : spec.samples()) {
      SeedRuns runs = lab.run(lab.base().with("estimator.samples", samples), spec.seeds());
      table.row(samples, runs.metric("test/elbo").meanAndInterval());
    }
    return lab.findings("The test ELBO by the number of draws", table);
  }
}
