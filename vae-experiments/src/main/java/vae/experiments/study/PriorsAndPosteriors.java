package vae.experiments.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.quantity.LikelihoodQuantities;
import vae.experiments.quantity.Quantities;
import vae.experiments.report.plot.IntervalRows;
import vae.experiments.run.RunResult;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.table.SeedSummary;

/**
 * What does a richer prior buy, and what a richer posterior?
 *
 * <p>The base is trained with every prior and every posterior family. The first of each is the
 * reference: every other pair is compared with it seed by seed, in −log p(x) and not in the ELBO,
 * whose gap \(\mathrm{KL}(q_\phi(z \mid x) \,\|\, p_\theta(z \mid x))\) is just what a posterior
 * changes. A second table has the views of log p(x) that the base's {@code evaluation.metrics}
 * measure, and in how many seeds they agree.
 *
 * <p>Source: Tomczak and Welling (2018) for priors; Rezende and Mohamed (2015) and Kingma et al.
 * (2016) for posteriors.
 */
public record PriorsAndPosteriors(Spec spec) implements Experiment {

  @Describe(
      value = "Compares priors and posterior families, each prior with each family.",
      source = "Tomczak and Welling (2018); Rezende and Mohamed (2015); Kingma et al. (2016)")
  public record Spec(
      @Describe("priors, at least one; the first is the reference") List<Prior.Spec> priors,
      @Describe("posterior families, at least one; the first is the reference")
          List<PosteriorFamily.Spec> posteriors,
      @Default("[1, 2, 3]") @Describe("training seeds, at least two") List<Long> seeds)
      implements Experiment.Spec {

    public Spec {
      priors = List.copyOf(priors);
      posteriors = List.copyOf(posteriors);
      seeds = List.copyOf(seeds);
      Require.some("priors", priors, 1);
      Require.some("posteriors", posteriors, 1);
      Require.some("seeds", seeds, 2);
    }
  }

  /**
   * A prior with a posterior family.
   *
   * @param refused why there is no model of both; it has no runs then
   */
  private record Cell(
      String prior, String posterior, String part, SeedRuns runs, Optional<String> refused) {

    /** Whether every seed has its metrics. */
    boolean measured() {
      return refused.isEmpty() && runs.diverged() == 0;
    }

    /** Why it has no metrics, in a few words. */
    String lacking() {
      return refused.isPresent()
          ? "no such model"
          : runs.diverged() + " of " + runs.results().size() + " diverged";
    }

    SeedSummary metric(Quantity quantity) {
      return runs.metric(quantity.on(part));
    }

    /** Of −log p(x), by pairs of seeds; negative where this cell is the better one. */
    SeedSummary nllLessThatOf(Cell reference) {
      return runs.difference(Quantities.NLL.on(part), reference.runs());
    }

    /** The estimate of log p(x) less the ELBO, seed by seed. */
    SeedSummary gap() {
      return SeedSummary.of(
          runs.results().stream()
              .map(it -> -value(it, Quantities.NLL) - value(it, Quantity.ELBO))
              .toList());
    }

    private double value(RunResult run, Quantity quantity) {
      return run.measured().get(quantity.on(part)).value();
    }
  }

  @Override
  public Findings run(Lab lab) throws IOException {
    if (lab.base().spec().evaluation().nll().isEmpty()) {
      throw SpecException.because(
          "evaluation.nll",
          "expected a number of importance samples, got null",
          "Posteriors are compared by log p(x): write \"evaluation\": {\"nll\": {\"samples\":"
              + " 500}}.");
    }
    List<Resolved> variants = new ArrayList<>(); // all before the first run: a mistake costs none
    for (Prior.Spec prior : spec.priors()) {
      for (PosteriorFamily.Spec posterior : spec.posteriors()) {
        variants.add(lab.base().with("prior", prior).with("encoder.posterior", posterior));
      }
    }
    Dataset data = lab.data(lab.base());
    lab.workshop().untrained(variants.getFirst(), data); // the reference has to be a model
    List<Optional<String>> refused = variants.stream().map(it -> refusal(lab, it, data)).toList();
    List<Cell> cells = new ArrayList<>();
    List<String> priors = labels(variants, "/prior");
    List<String> posteriors = labels(variants, "/encoder/posterior");
    for (int i = 0; i < variants.size(); i++) {
      boolean runs = refused.get(i).isEmpty();
      cells.add(
          new Cell(
              priors.get(i),
              posteriors.get(i),
              lab.reportedPart(),
              runs ? lab.run(variants.get(i), spec.seeds()) : new SeedRuns(List.of()),
              refused.get(i)));
    }
    List<Table> tables = new ArrayList<>(List.of(likelihoods(lab, cells), views(lab, cells)));
    if (cells.stream().anyMatch(it -> it.refused().isPresent())) {
      tables.add(refusals(lab, cells));
    }
    return lab.findings(claim(cells), tables.toArray(Table[]::new)).with(figure(cells));
  }

  /** Why a prior and a posterior family do not go together; empty where they do. */
  private static Optional<String> refusal(Lab lab, Resolved variant, Dataset data) {
    try {
      lab.workshop().untrained(variant, data);
      return Optional.empty();
    } catch (SpecException e) {
      return Optional.of(e.path() + ": " + e.problem());
    }
  }

  /** The type of each, or its whole JSON where several are of one type. */
  private static List<String> labels(List<Resolved> variants, String at) {
    List<JsonNode> specs = variants.stream().map(it -> it.tree().at(at)).toList();
    Set<JsonNode> distinct = new LinkedHashSet<>(specs);
    return specs.stream().map(it -> isOnlyOfItsType(it, distinct) ? type(it) : line(it)).toList();
  }

  private static boolean isOnlyOfItsType(JsonNode spec, Set<JsonNode> distinct) {
    return distinct.stream().filter(it -> type(it).equals(type(spec))).count() == 1;
  }

  private static String type(JsonNode spec) {
    return spec.get("type").asString();
  }

  private static String line(JsonNode spec) {
    return PrettyJson.line(spec);
  }

  private static Table likelihoods(Lab lab, List<Cell> cells) {
    String part = lab.reportedPart();
    Table table =
        lab.table(
            "prior",
            "posterior",
            part + " ELBO",
            "rate",
            part + " NLL",
            "NLL less that of the first row",
            "log p(x) less ELBO",
            "active units",
            "seeds");
    for (Cell cell : cells) {
      int n = cell.runs().results().size();
      if (!cell.measured()) {
        table.row(cell.prior(), cell.posterior(), cell.lacking(), "", "", "", "", "", n);
        continue;
      }
      table.row(
          cell.prior(),
          cell.posterior(),
          cell.metric(Quantity.ELBO),
          cell.metric(Quantity.RATE),
          cell.metric(Quantities.NLL),
          cell == cells.getFirst()
              ? "reference"
              : cells.getFirst().measured()
                  ? cell.nllLessThatOf(cells.getFirst())
                  : "the reference diverged",
          cell.gap(),
          cell.metric(Quantities.ACTIVE_UNITS),
          n);
    }
    return table;
  }

  private static Table views(Lab lab, List<Cell> cells) {
    Table table =
        lab.table(
            "prior",
            "posterior",
            "share of high Pareto k",
            "importance sampling",
            "AIS",
            "BDMC gap",
            "views agree in");
    for (Cell cell : cells.stream().filter(it -> it.refused().isEmpty()).toList()) {
      table.row(
          cell.prior(),
          cell.posterior(),
          ifMeasured(cell, Quantities.HEAVY),
          ifMeasured(cell, LikelihoodQuantities.SAMPLED),
          ifMeasured(cell, LikelihoodQuantities.ANNEALED),
          ifMeasured(cell, LikelihoodQuantities.GAP),
          agreement(cell));
    }
    return table;
  }

  private static Table refusals(Lab lab, List<Cell> cells) {
    Table table = lab.table("prior", "posterior", "why they make no model");
    for (Cell cell : cells) {
      cell.refused().ifPresent(it -> table.row(cell.prior(), cell.posterior(), it));
    }
    return table;
  }

  private static Object ifMeasured(Cell cell, Quantity quantity) {
    boolean measured =
        cell.runs().results().stream()
            .allMatch(it -> it.measured().containsKey(quantity.on(cell.part())));
    return measured ? cell.metric(quantity) : "not measured";
  }

  private static String agreement(Cell cell) {
    List<LikelihoodPanel> panels =
        cell.runs().results().stream()
            .map(it -> LikelihoodPanel.of(cell.part(), it.measured()))
            .flatMap(Optional::stream)
            .toList();
    long agreeing = panels.stream().filter(it -> it.number().isPresent()).count();
    return panels.isEmpty() ? "not measured" : agreeing + " of " + panels.size() + " seeds";
  }

  private static StudyFigure figure(List<Cell> cells) {
    List<IntervalRows.Mark> marks = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.measured()) {
        marks.add(StudyFigure.mark(cell.posterior(), cell.prior(), cell.metric(Quantities.NLL)));
      }
    }
    String part = cells.getFirst().part();
    return StudyFigure.intervals(
        part + "-nll-by-prior-and-posterior",
        "%s NLL by posterior (rows) and prior (marks), mean and 95 %% interval over seeds."
            .formatted(StudyFigure.capital(part)),
        part + " NLL (nats)",
        marks);
  }

  /** Which pair has the least NLL, and by how much, in one sentence. */
  private static String claim(List<Cell> cells) {
    Cell reference = cells.getFirst();
    if (!reference.measured()) {
      return "Runs of the reference diverged, so nothing is compared.";
    }
    Cell best = reference;
    for (Cell cell : cells) {
      boolean better =
          cell.measured()
              && cell.metric(Quantities.NLL).mean() < best.metric(Quantities.NLL).mean();
      best = better ? cell : best;
    }
    String pair = "prior %s with posterior %s".formatted(best.prior(), best.posterior());
    return best == reference
        ? "No pair has a smaller %s NLL than the reference, %s.".formatted(best.part(), pair)
        : "The least %s NLL is that of %s, chosen by these numbers: %s nats less than the reference's."
            .formatted(best.part(), pair, reference.nllLessThatOf(best).meanAndInterval());
  }
}
