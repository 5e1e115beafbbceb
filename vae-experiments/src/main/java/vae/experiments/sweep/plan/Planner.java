package vae.experiments.sweep.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.Trial;

/** From a base and the cells of a method to trials, none of which has the content of another. */
final class Planner {

  /** Trials of a sweep; a plan of more does not fit into memory, nor its files into a folder. */
  static final int MAX_TRIALS = 1_000_000;

  private final Resolved base;
  private final List<SearchAxis> axes;
  private final Method.Cells cells;
  private final List<Long> seeds;
  private final MetricCheck check;

  /** Sections of experiments that were met before: trials share what they have in common. */
  private final Map<JsonNode, JsonNode> shared = new HashMap<>();

  Planner(
      Resolved base,
      List<SearchAxis> axes,
      Method.Cells cells,
      List<Long> seeds,
      MetricCheck check) {
    this.base = base;
    this.axes = axes;
    this.cells = cells;
    this.seeds = seeds;
    this.check = check;
  }

  /**
   * Every trial, in the order of the cells and for each in the order of the seeds.
   *
   * @throws SpecException where there are too many, or an experiment is refused
   */
  List<Trial> trials() {
    BigInteger size = cells.size().multiply(BigInteger.valueOf(seeds.size()));
    if (size.compareTo(BigInteger.valueOf(MAX_TRIALS)) > 0) {
      throw SpecException.because(
          "parameters",
          String.format(
              Locale.ROOT, "these are %,d trials; a sweep has at most %,d", size, MAX_TRIALS),
          "List fewer values, or take the method \"random\" with as many trials as you can run.");
    }
    List<Integer> order = Order.of(axes);
    Conditions conditions = new Conditions();
    Map<String, Trial> trials = new LinkedHashMap<>();
    Set<Map<String, JsonNode>> before = new HashSet<>();
    for (int i = 0; i < cells.size().intValueExact(); i++) {
      Cell cell = Cell.of(base, axes, order, cells.at(i), conditions);
      if (before.add(cell.parameters())) {
        seeds.forEach(seed -> add(trials, cell, seed));
      }
    }
    conditions.requireUse(base, axes, cells.exhaustive());
    return new ArrayList<>(trials.values());
  }

  private void add(Map<String, Trial> trials, Cell cell, long seed) {
    Resolved experiment = cell.with(seed);
    if (experiment.spec().from().isPresent()) {
      throw SpecException.because(
          "from",
          "the trials of a sweep start at their own first parameters",
          "Start single runs from another one with `vae run`.");
    }
    check.require(experiment.spec(), cell::where);
    Trial trial = Trial.of(experiment, cell.parameters());
    share((ObjectNode) trial.experiment());
    Trial known = trials.putIfAbsent(trial.id(), trial);
    if (known != null && !known.experiment().equals(trial.experiment())) {
      throw SpecException.because(
          "", "two trials of this sweep have the same id " + trial.id(), "Change any value.");
    }
  }

  private void share(ObjectNode experiment) {
    for (Map.Entry<String, JsonNode> section : experiment.properties()) {
      if (section.getValue().isContainer()) {
        section.setValue(shared.computeIfAbsent(section.getValue(), it -> it));
      }
    }
  }
}
