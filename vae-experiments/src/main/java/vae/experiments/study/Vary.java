package vae.experiments.study;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.table.SeedSummary;

/** Runs the base with each of several values of one key and compares a metric over seeds. */
public record Vary(Spec spec) implements Experiment {

  @Describe("Runs the base with each of several values of one key and compares a metric.")
  public record Spec(
      @Describe("path of the value that is varied, such as latentSize") String path,
      @Describe("its values, at least one") List<JsonNode> values,
      @Default("[1, 2, 3]") @Describe("training seeds, at least one") List<Long> seeds,
      @Default("\"test/elbo\"") @Describe("the metric that is compared") String metric)
      implements Experiment.Spec {

    /** Copies the lists and refuses empty ones. */
    public Spec {
      values = List.copyOf(values);
      seeds = List.copyOf(seeds);
      Require.some("values", values, 1);
      Require.some("seeds", seeds, 1);
    }
  }

  @Override
  public Findings run(Lab lab) throws IOException {
    List<Resolved> variants = // all of them before the first run: a mistake costs no run
        spec.values().stream().map(value -> variant(lab.base(), value)).toList();
    Table table = lab.table(spec.path(), spec.metric(), "95 % interval", "seeds");
    for (int i = 0; i < variants.size(); i++) {
      row(table, spec.values().get(i), lab.run(variants.get(i), spec.seeds()));
    }
    return lab.findings(spec.metric() + " by " + spec.path(), table);
  }

  private void row(Table table, JsonNode value, SeedRuns runs) {
    int n = runs.results().size();
    if (runs.diverged() > 0) {
      table.row(value, "diverged", runs.diverged() + " of " + n, n);
    } else {
      SeedSummary metric = runs.metric(spec.metric());
      String interval = n < 2 ? "" : "± " + Table.number(metric.halfWidth());
      table.row(value, metric.mean(), interval, n);
    }
  }

  private Resolved variant(Resolved base, JsonNode value) {
    try {
      return base.with(spec.path(), value);
    } catch (SpecException e) {
      String at = e.path().isEmpty() ? "" : e.path() + ": ";
      String change = "the base with %s = %s: ".formatted(spec.path(), PrettyJson.line(value));
      throw SpecException.because("", change + at + e.problem(), e.fix());
    }
  }
}
