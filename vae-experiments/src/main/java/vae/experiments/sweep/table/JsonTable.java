package vae.experiments.sweep.table;

import java.util.Optional;
import java.util.function.ToIntFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;

/** A comparison as JSON, every number to its last bit; what is not defined is null. */
public final class JsonTable {

  private JsonTable() {}

  public static ObjectNode of(GroupComparison comparison, boolean withTrials) {
    SweepResults results = comparison.results();
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("name", results.name());
    results.goal().ifPresent(goal -> json.set("metric", goal.json()));
    json.set("trials", counts(results::count, results.trials()));
    ArrayNode varying = json.putArray("varying");
    results.varying().forEach(varying::add);
    comparison.baseline().ifPresent(it -> json.put("baseline", it.id()));
    ObjectNode best = json.putObject("best");
    for (String metric : comparison.metrics()) {
      comparison.best(metric).ifPresent(it -> best.put(metric, it.id()));
    }
    ArrayNode groups = json.putArray("groups");
    comparison.groups().forEach(it -> groups.add(group(comparison, it, withTrials)));
    return json;
  }

  private static ObjectNode counts(ToIntFunction<TrialState> counter, int all) {
    ObjectNode counts = Json.mapper().createObjectNode().put("all", all);
    for (TrialState state : TrialState.values()) {
      counts.put(state.json(), counter.applyAsInt(state));
    }
    return counts;
  }

  private static ObjectNode group(GroupComparison comparison, Group group, boolean withTrials) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("group", group.id()).put("label", group.label());
    ObjectNode values = json.putObject("values");
    group.values().forEach(values::set);
    json.set("trials", counts(group::count, group.trials().size()));
    ObjectNode metrics = json.putObject("metrics");
    for (String metric : comparison.metrics()) {
      Optional<MetricSummary> summary = group.metric(metric);
      if (summary.isEmpty()) {
        continue;
      }
      ObjectNode each = summary(summary.get().overSeeds(), "n");
      put(each, "monteCarloError", summary.get().monteCarloError());
      comparison
          .difference(group, metric)
          .ifPresent(it -> each.set("difference", summary(it, "pairs")));
      metrics.set(metric, each);
    }
    if (withTrials) {
      ArrayNode seeds = json.putArray("seeds");
      group.trials().forEach(it -> seeds.add(trial(comparison, it)));
    }
    return json;
  }

  private static ObjectNode summary(SeedSummary summary, String count) {
    ObjectNode json = Json.mapper().createObjectNode();
    put(json, "mean", summary.mean());
    put(json, "standardDeviation", summary.deviation());
    put(json, "halfWidth", summary.halfWidth());
    return json.put(count, summary.n());
  }

  private static ObjectNode trial(GroupComparison comparison, TrialResult trial) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("trial", trial.id()).put("seed", trial.seed()).put("status", trial.state().json());
    json.put("digest", trial.digest());
    ObjectNode metrics = json.putObject("metrics");
    for (String metric : comparison.metrics()) {
      trial
          .value(metric)
          .ifPresent(
              value -> {
                ObjectNode each = metrics.putObject(metric);
                put(each, "value", value);
                put(each, "standardError", trial.standardError(metric).orElse(Double.NaN));
              });
    }
    return json;
  }

  private static void put(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, value);
    } else if (Double.isNaN(value)) {
      json.putNull(key);
    } else {
      json.put(key, Double.toString(value));
    }
  }
}
