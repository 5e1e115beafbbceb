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

/**
 * A sweep in JSON: an experiment, what varies in it, and how the trials are chosen.
 *
 * @param name names the sweep's folder, by the same rule as a run's
 * @param base the experiment that is varied: a path relative to the sweep's file, or an object
 * @param method which combinations become trials
 * @param parameters what varies, by path; or by a free label, for linked values
 * @param seeds each cell is run with each of them; the base's own seed where empty
 * @param metric what trials are compared by; the ELBO of the reported part where empty
 * @param runCap the most trials the plan may have; no limit of its own where empty
 * @param numerics the version under which the plan was frozen; written by {@code vae sweep}
 */
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

  /** Checks the name, the seeds and the cap. */
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

  /** Which way a metric is better. */
  public enum Goal {
    /** More is better. */
    MAXIMIZE,
    /** Less is better. */
    MINIMIZE
  }

  /**
   * What trials are compared by.
   *
   * @param name as in {@code result.json}
   * @param goal which way is better
   */
  @Describe("What trials are compared by.")
  public record MetricSpec(
      @Describe("Its name in result.json, such as validation/elbo.") String name,
      @Describe("Whether larger or smaller values are better.") Goal goal)
      implements Spec {}
}
