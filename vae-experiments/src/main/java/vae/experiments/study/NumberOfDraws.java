package vae.experiments.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vae.autodiff.random.Key;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.source.Dataset;
import vae.experiments.report.plot.IntervalRows;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;

/**
 * Is one draw of z enough?
 *
 * <p>The reconstruction term is a mean over L draws; more draws make its gradient less noisy and a
 * step dearer. The base is trained with each L for its own number of epochs, and for as many epochs
 * as cost the same: an epoch costs one pass of the encoder and L passes of the decoder over the
 * data, 1 + L in all where the two networks are of a size. {@link GradientVariance} says how much
 * of a gradient's noise is that of the draws.
 *
 * <p>Source: Kingma and Welling (2014), section 2.3, who take L = 1 for minibatches of 100.
 */
public record NumberOfDraws(Spec spec) implements Experiment {

  @Describe(
      value = "Compares numbers of draws of z at equal epochs and at equal compute.",
      source = "Kingma and Welling (2014), section 2.3")
  public record Spec(
      @Default("[1, 2, 5, 10, 50]")
          @Describe("numbers of draws, each at least 1; the first is the reference")
          List<Integer> samples,
      @Default("[1, 2, 3, 4, 5]") @Describe("training seeds, at least two") List<Long> seeds,
      @Default("100") @Describe("minibatches by which gradients' variance is measured, at least 2")
          int gradientBatches)
      implements Experiment.Spec {

    public Spec {
      samples = List.copyOf(samples);
      seeds = List.copyOf(seeds);
      Require.eachAtLeast("samples", samples, 1);
      Require.some("samples", samples, 1);
      Require.some("seeds", seeds, 2);
      Require.atLeast("gradientBatches", gradientBatches, 2);
    }
  }

  private record Cell(int samples, int epochs, SeedRuns runs) {}

  @Override
  public Findings run(Lab lab) throws IOException {
    int epochs = lab.base().spec().training().epochs();
    List<Cell> equalEpochs = new ArrayList<>();
    List<Cell> equalCompute = new ArrayList<>();
    for (int samples : spec.samples()) {
      Resolved variant = lab.base().with("estimator.samples", samples);
      equalEpochs.add(new Cell(samples, epochs, lab.run(variant, spec.seeds())));
      int fewer =
          Math.max(1, Math.round(epochs * (1f + spec.samples().getFirst()) / (1 + samples)));
      Resolved shorter = variant.with("training.epochs", fewer);
      equalCompute.add(new Cell(samples, fewer, lab.run(shorter, spec.seeds())));
    }
    List<IntervalRows.Mark> marks = new ArrayList<>();
    String part = lab.reportedPart();
    Table first = table(lab, equalEpochs, "as many epochs", marks);
    Table second = table(lab, equalCompute, "as much compute", marks);
    Table gradients =
        lab.table("parameters", "L", "noise of the draws", "of the minibatch", "share");
    gradients(lab, gradients, equalEpochs.getFirst().runs());
    return lab.findings(claim(lab, equalEpochs, equalCompute), first, second, gradients)
        .with(
            StudyFigure.intervals(
                part + "-elbo-by-draws",
                "%s ELBO by the number of draws, mean and 95 %% interval over seeds."
                    .formatted(StudyFigure.capital(part)),
                part + " ELBO (nats)",
                marks));
  }

  private Table table(Lab lab, List<Cell> cells, String series, List<IntervalRows.Mark> marks) {
    String elbo = lab.reportedPart() + " ELBO";
    Table table =
        lab.table(
            "L",
            "epochs",
            "passes of a network over the data",
            "train ELBO",
            elbo,
            elbo + " less that of L = " + cells.getFirst().samples(),
            "seeds");
    for (Cell cell : cells) {
      SeedSummary test = cell.runs().metric(lab.reported(Quantity.ELBO));
      table.row(
          cell.samples(),
          cell.epochs(),
          cell.epochs() * (1L + cell.samples()),
          cell.runs().metric(Quantity.ELBO.on("train")),
          test,
          difference(lab, cell, cells.getFirst()),
          test.n());
      marks.add(StudyFigure.mark("L = " + cell.samples(), series, test));
    }
    return table;
  }

  /** Seed by seed: both runs of a pair start from the same parameters and take the same batches. */
  private static SeedSummary difference(Lab lab, Cell cell, Cell reference) {
    return cell.runs().difference(lab.reported(Quantity.ELBO), reference.runs());
  }

  private void gradients(Lab lab, Table table, SeedRuns trained) throws IOException {
    Dataset data = lab.data(lab.base());
    StudyModels workshop = lab.workshop();
    for (boolean after : new boolean[] {false, true}) {
      for (int samples : spec.samples()) {
        List<Double> draws = new ArrayList<>();
        List<Double> minibatch = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        for (int i = 0; i < spec.seeds().size(); i++) {
          long seed = spec.seeds().get(i);
          Resolved experiment = lab.base().with("seed", seed).with("estimator.samples", samples);
          RunResult run = trained.results().get(i);
          Model model =
              after
                  ? workshop.trained(experiment, data, run)
                  : workshop.untrained(experiment, data);
          BatchSource source = workshop.source(data.train(), experiment, model);
          GradientVariance variance =
              GradientVariance.of(
                  model,
                  source,
                  experiment.spec().training().batchSize(),
                  spec.gradientBatches(),
                  Key.of(seed).fold("gradient variance"),
                  workshop.kernels());
          draws.add(variance.draws());
          minibatch.add(variance.minibatch());
          share.add(variance.share());
        }
        table.row(
            after ? "trained with L = " + spec.samples().getFirst() : "untrained",
            samples,
            SeedSummary.of(draws),
            SeedSummary.of(minibatch),
            SeedSummary.of(share));
      }
    }
  }

  /** What the largest L gains and costs, in one sentence. */
  private String claim(Lab lab, List<Cell> equalEpochs, List<Cell> equalCompute) {
    String reference = "L = " + spec.samples().getFirst();
    Cell most = equalEpochs.getLast();
    Cell shortest = equalCompute.getLast();
    return ("With as many epochs, L = %d has a %s ELBO of %s nats more than %s; with as much"
            + " compute, of %s nats more.")
        .formatted(
            most.samples(),
            lab.reportedPart(),
            difference(lab, most, equalEpochs.getFirst()).meanAndInterval(),
            reference,
            difference(lab, shortest, equalCompute.getFirst()).meanAndInterval());
  }
}
