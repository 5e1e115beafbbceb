package vae.experiments.sweep.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.Named;
import vae.core.spec.Require;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.OrPath;

/** A sweep in JSON: an experiment, what varies in it, and how the trials are chosen. */
@Describe("A sweep: an experiment, what varies in it, and how the trials are chosen.")
public record SweepSpec(
    @Describe("Names the sweep's folder, by the same rule as a run's.") String name,
    @Describe("The experiment that is varied: a path relative to this file, or an object.")
        @OrPath(ExperimentSpec.class)
        JsonNode base,
    @Default("{\"type\": \"grid\"}") @Describe("Which combinations become trials.")
        Method.Spec method,
    @Default("{}")
        @Describe("What varies, by its path in the experiment; linked values by a free label.")
        Map<String, SearchParameter> parameters,
    @Describe("Every combination runs with each of them; null for the base's own seed.")
        Optional<List<Long>> seeds,
    @Describe("What trials are compared by; null for the ELBO of the part that is reported.")
        Optional<MetricSpec> metric,
    @Named("run_cap") @Describe("The most trials that the plan may have; null for no limit.")
        Optional<Integer> runCap,
    @Describe("The numerics version of a frozen sweep; written by `vae sweep`, not by hand.")
        Optional<Integer> numerics)
    implements Spec {

  public SweepSpec {
    ExperimentSpec.requireName(name);
    seeds = seeds.map(List::copyOf);
    seeds.ifPresent(SweepSpec::requireSeeds);
    runCap.ifPresent(cap -> Require.atLeast("run_cap", cap, 1));
  }

  private static void requireSeeds(List<Long> seeds) {
    if (seeds.isEmpty()) {
      String fix = "Leave the key out for the base's own seed.";
      throw new SpecException("seeds", "at least one seed", "[]", fix, new Domain.Size(1));
    }
    Set<Long> before = new HashSet<>();
    for (int i = 0; i < seeds.size(); i++) {
      if (!before.add(seeds.get(i))) {
        String problem = "the seed " + seeds.get(i) + " is listed twice";
        String fix = "The same seed gives the same run: keep one of the two.";
        throw SpecException.because("seeds[" + i + "]", problem, fix);
      }
    }
  }

  public enum Goal {
    MAXIMIZE,
    MINIMIZE
  }

  @Describe("What trials are compared by.")
  public record MetricSpec(
      @Describe("Its name in result.json, such as validation/elbo.") String name,
      @Describe("Whether larger or smaller values are better.") Goal goal)
      implements Spec {}
}
