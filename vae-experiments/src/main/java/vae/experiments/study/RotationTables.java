package vae.experiments.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import vae.autodiff.random.Key;
import vae.experiments.report.plot.IntervalRows;
import vae.experiments.sweep.table.SeedSummary;

/** What {@link DecoderRotation} shows: tables, figures and the verdict. */
final class RotationTables {

  /**
   * What was measured of one run.
   *
   * @param linear null where the model is not linear
   */
  record Measured(double elbo, Alignment alignment, LinearAlignment linear) {}

  private final Lab lab;
  private final List<String> networks;
  private final String first;
  private final int rotations;
  private final Map<RotationCell, List<Measured>> cells = new LinkedHashMap<>();
  private final Map<RotationCell, List<Alignment>> untrained = new LinkedHashMap<>();

  /**
   * @param first the posterior family that is compared with the others
   * @param rotations random ones for means over rotations
   */
  RotationTables(Lab lab, List<String> networks, String first, int rotations) {
    this.lab = lab;
    this.networks = networks;
    this.first = first;
    this.rotations = rotations;
  }

  /** Adds a setting with one measurement a seed. */
  void add(RotationCell cell, List<Measured> measured) {
    cells.put(cell, measured);
  }

  /** Adds the first parameters of a setting, one a seed. */
  void addUntrained(RotationCell cell, List<Alignment> alignments) {
    untrained.put(cell, alignments);
  }

  Findings findings() {
    Findings findings =
        lab.findings(verdict(), alignments(), baselines(), comparisons(), linearTable());
    for (String network : networks) {
      findings = findings.with(figure(network));
    }
    return findings;
  }

  /** The heading of an ELBO: all cells report on the same part. */
  private String elbo() {
    return cells.keySet().iterator().next().reportedPart() + " ELBO";
  }

  private Table alignments() {
    Table table =
        lab.table(
            "network",
            "m",
            "σ_dec",
            "posterior",
            "off-diagonal energy",
            "of random rotations",
            "ratio",
            "distance to orthogonality",
            elbo());
    cells.forEach(
        (cell, measured) ->
            table.row(
                cell.network(),
                cell.latentSize(),
                String.valueOf(cell.sigma()),
                cell.posterior(),
                over(measured, it -> it.alignment().energy()),
                over(measured, it -> it.alignment().chance()),
                over(measured, it -> it.alignment().ratio()),
                over(measured, it -> it.alignment().distance()),
                over(measured, Measured::elbo)));
    return table;
  }

  private Table baselines() {
    Table table =
        lab.table(
            "untrained network",
            "m",
            "off-diagonal energy",
            "of random rotations",
            "ratio",
            "distance to orthogonality",
            "distance of random rotations");
    untrained.forEach(
        (cell, alignments) ->
            table.row(
                cell.network(),
                cell.latentSize(),
                over(alignments, Alignment::energy),
                over(alignments, Alignment::chance),
                over(alignments, Alignment::ratio),
                over(alignments, Alignment::distance),
                Alignment.distanceAtChance(
                    cell.latentSize(),
                    Key.of(lab.base().spec().seed()).fold("distance").fold(cell.latentSize()),
                    rotations)));
    return table;
  }

  /** The first family less each other, seed by seed. */
  private Table comparisons() {
    Table table =
        lab.table(
            "network",
            "m",
            "σ_dec",
            first + " less",
            "in ratio",
            "in distance to orthogonality",
            "in " + elbo());
    cells.forEach(
        (cell, measured) -> {
          if (!cell.posterior().equals(first)) {
            List<Measured> reference = cells.get(reference(cell));
            table.row(
                cell.network(),
                cell.latentSize(),
                String.valueOf(cell.sigma()),
                cell.posterior(),
                less(reference, measured, it -> it.alignment().ratio()),
                less(reference, measured, it -> it.alignment().distance()),
                less(reference, measured, Measured::elbo));
          }
        });
    return table;
  }

  private RotationCell reference(RotationCell cell) {
    return cells.keySet().stream().filter(cell::samePlace).findFirst().orElseThrow();
  }

  private Table linearTable() {
    Table table =
        lab.table(
            "linear network",
            "m",
            "σ_dec",
            "posterior",
            "evidence − ELBO",
            "loss of the best diagonal",
            "the same, random rotations",
            "angle to principal axes",
            "the same, random rotations",
            "angle of subspaces");
    cells.forEach(
        (cell, measured) -> {
          if (measured.getFirst().linear() != null) {
            table.row(
                cell.network(),
                cell.latentSize(),
                String.valueOf(cell.sigma()),
                cell.posterior(),
                over(measured, it -> it.linear().gap()),
                over(measured, it -> it.linear().loss()),
                over(measured, it -> it.linear().lossAtChance()),
                over(measured, it -> it.linear().angle()),
                over(measured, it -> it.linear().angleAtChance()),
                over(measured, it -> it.linear().subspace()));
          }
        });
    return table;
  }

  private StudyFigure figure(String network) {
    List<IntervalRows.Mark> marks = new ArrayList<>();
    cells.forEach(
        (cell, measured) -> {
          if (cell.network().equals(network)) {
            marks.add(
                StudyFigure.mark(
                    "m = %d, σ = %s".formatted(cell.latentSize(), cell.sigma()),
                    cell.posterior(),
                    over(measured, it -> it.alignment().ratio())));
          }
        });
    untrained.forEach(
        (cell, alignments) -> {
          if (cell.network().equals(network)) {
            String row = "m = %d, untrained".formatted(cell.latentSize());
            marks.add(StudyFigure.mark(row, "untrained", over(alignments, Alignment::ratio)));
          }
        });
    return StudyFigure.intervals(
        "alignment-" + network.replaceAll("[^A-Za-z0-9]+", "-"),
        ("Off-diagonal energy of JᵀJ over that of random rotations, network %s: 0 is orthogonal, 1"
                + " is chance; mean and 95 %% interval over seeds.")
            .formatted(network),
        "off-diagonal energy over chance",
        marks);
  }

  /** In how many settings the first family is below chance and below each other family. */
  private String verdict() {
    int places = 0;
    int belowChance = 0;
    Map<String, Integer> below = new LinkedHashMap<>();
    for (Map.Entry<RotationCell, List<Measured>> entry : cells.entrySet()) {
      RotationCell cell = entry.getKey();
      if (cell.posterior().equals(first)) {
        places++;
        SeedSummary ratio = over(entry.getValue(), it -> it.alignment().ratio());
        belowChance += ratio.mean() + ratio.halfWidth() < 1 ? 1 : 0;
      } else {
        SeedSummary less =
            less(cells.get(reference(cell)), entry.getValue(), it -> it.alignment().ratio());
        below.merge(cell.posterior(), less.mean() + less.halfWidth() < 0 ? 1 : 0, Integer::sum);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(
        ("Decoders trained with %s posteriors are nearer to orthogonal than random rotations of"
                + " themselves in %d of %d settings")
            .formatted(first, belowChance, places));
    for (Map.Entry<String, Integer> other : below.entrySet()) {
      text.append(", than those of %s in %d".formatted(other.getKey(), other.getValue()));
    }
    return text.append(" (95 % intervals over seeds).").toString();
  }

  private static <T> SeedSummary over(List<T> measured, ToDoubleFunction<T> what) {
    return SeedSummary.of(measured.stream().map(what::applyAsDouble).toList());
  }

  private static SeedSummary less(
      List<Measured> a, List<Measured> b, ToDoubleFunction<Measured> what) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      differences.add(what.applyAsDouble(a.get(i)) - what.applyAsDouble(b.get(i)));
    }
    return SeedSummary.of(differences);
  }
}
