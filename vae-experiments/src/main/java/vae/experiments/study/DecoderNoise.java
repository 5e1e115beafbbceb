package vae.experiments.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import vae.core.model.ObservationNoise;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.source.Dataset;
import vae.experiments.quantity.Quantities;
import vae.experiments.report.plot.IntervalRows;
import vae.experiments.report.plot.PictureRows;
import vae.experiments.run.RunResult;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.table.SeedSummary;

/**
 * Which standard deviation should the decoder's noise have?
 *
 * <p>The base, whose likelihood is Gaussian, is trained with each noise. The loss
 *
 * <p>\[ J = \lVert x - f(z) \rVert^2 + \sigma_{\mathrm{dec}}^2 \bigl( \lVert\mu\rVert^2 +
 * \lVert\sigma\rVert^2 - 2 \cdot 1^\top \log\sigma \bigr) = d \cdot \mathrm{MSE} +
 * \sigma_{\mathrm{dec}}^2 \, (2 \, \mathrm{rate} + m) \]
 *
 * <p>stands beside the ELBO in the table, to be seen to fall with σ_dec whatever the model is
 * worth: what it leaves out of the log-likelihood, \(d \log \sigma_{\mathrm{dec}}\), depends on it.
 *
 * <p>Source: Rybkin, Daniilidis and Levine (2021), "Simple and effective VAE training with
 * calibrated decoders".
 */
public record DecoderNoise(Spec spec) implements Experiment {

  @Describe(
      value = "Compares standard deviations of a Gaussian decoder, fixed and learned.",
      source = "Rybkin, Daniilidis and Levine (2021)")
  public record Spec(
      @Describe("noises of the Gaussian likelihood, at least one")
          List<ObservationNoise.Spec> noises,
      @Default("[1, 2, 3, 4, 5]") @Describe("training seeds, at least two") List<Long> seeds,
      @Default("14") @Describe("samples of the first seed's model that are shown, 1 to 60")
          int pictures)
      implements Experiment.Spec {

    public Spec {
      noises = List.copyOf(noises);
      seeds = List.copyOf(seeds);
      Require.some("noises", noises, 1);
      Require.some("seeds", seeds, 2);
      Require.between("pictures", pictures, 1L, 60L);
    }
  }

  private record Cell(String label, String part, SeedRuns runs, List<Reconstruction> measured) {

    SeedSummary metric(Quantity quantity) {
      return runs.metric(quantity.on(part));
    }

    SeedSummary of(ToDoubleFunction<Reconstruction> what) {
      return SeedSummary.of(measured.stream().map(what::applyAsDouble).toList());
    }
  }

  @Override
  public Findings run(Lab lab) throws IOException {
    List<Resolved> variants = new ArrayList<>(); // all before the first run: a mistake costs none
    for (ObservationNoise.Spec noise : spec.noises()) {
      variants.add(lab.base().with("likelihood.noise", noise));
    }
    Dataset data = lab.data(lab.base());
    List<Cell> cells = new ArrayList<>();
    for (Resolved variant : variants) {
      SeedRuns runs = lab.run(variant, spec.seeds());
      List<Reconstruction> measured = new ArrayList<>();
      for (RunResult run : runs.results()) {
        measured.add(
            Reconstruction.of(variant, data, lab.workshop().trained(variant, data, run), lab));
      }
      cells.add(new Cell(label(variant), lab.reportedPart(), runs, measured));
    }
    Table table =
        lab.table(
            "noise",
            "σ_dec",
            lab.reportedPart() + " ELBO",
            "rate",
            "distortion",
            "root mean squared error",
            "active units",
            "J");
    for (Cell cell : cells) {
      table.row(
          cell.label(),
          cell.of(Reconstruction::deviation),
          cell.metric(Quantity.ELBO),
          cell.metric(Quantity.RATE),
          cell.metric(Quantity.DISTORTION),
          cell.of(Reconstruction::rootMeanSquaredError),
          cell.metric(Quantities.ACTIVE_UNITS),
          loss(cell, data.dimension(), lab.base().spec().latentSize()));
    }
    Findings findings = lab.findings(claim(cells), table).with(elbos(cells)).with(rates(cells));
    int[] shape = data.exampleShape();
    return shape.length == 2 ? findings.with(pictures(cells, shape[0], shape[1])) : findings;
  }

  private static String label(Resolved variant) {
    JsonNode noise = variant.tree().at("/likelihood/noise");
    String type = noise.get("type").asString();
    if (type.equals("fixed")) {
      return "fixed " + noise.get("sigma").asString();
    }
    double floor = noise.path("floor").asDouble(-6);
    return floor == -6 ? type : type + ", floor " + floor;
  }

  /** J, seed by seed; no such number where the dimensions have deviations of their own. */
  private static Object loss(Cell cell, int dimension, int latentSize) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < cell.measured().size(); i++) {
      Reconstruction it = cell.measured().get(i);
      if (!it.isotropic()) {
        return "";
      }
      double error = it.rootMeanSquaredError() * it.rootMeanSquaredError();
      String metric = Quantity.RATE.on(cell.part());
      double rate = cell.runs().results().get(i).metrics().get(metric).value();
      losses.add(dimension * error + it.deviation() * it.deviation() * (2 * rate + latentSize));
    }
    return SeedSummary.of(losses);
  }

  private static StudyFigure elbos(List<Cell> cells) {
    String part = cells.getFirst().part();
    String what = StudyFigure.capital(part) + " ELBO";
    return byNoise(cells, "elbo-by-noise", what, part + " ELBO", Quantity.ELBO);
  }

  private static StudyFigure rates(List<Cell> cells) {
    String what = "Rate on %s data".formatted(cells.getFirst().part());
    return byNoise(cells, "rate-by-noise", what, "rate", Quantity.RATE);
  }

  private static StudyFigure byNoise(
      List<Cell> cells, String name, String what, String title, Quantity quantity) {
    List<IntervalRows.Mark> marks = new ArrayList<>();
    for (Cell cell : cells) {
      marks.add(StudyFigure.mark(cell.label(), title, cell.metric(quantity)));
    }
    String caption = what + " by the decoder's noise, mean and 95 % interval over seeds.";
    return StudyFigure.intervals(name, caption, title + " (nats)", marks);
  }

  /** Means of the likelihood at the same draws from the prior, for the first seed's models. */
  private StudyFigure pictures(List<Cell> cells, int height, int width) throws IOException {
    List<PictureRows.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      SafeTensors panels =
          SafeTensors.read(
              cell.runs().results().getFirst().folder().resolve("evaluation.safetensors"));
      if (rows.isEmpty()) {
        rows.add(new PictureRows.Row("data", pictures(panels, "originals", height * width)));
      }
      rows.add(new PictureRows.Row(cell.label(), pictures(panels, "samples", height * width)));
    }
    int fewest = rows.stream().mapToInt(row -> row.pictures().length).min().orElseThrow();
    List<PictureRows.Row> even =
        rows.stream()
            .map(row -> new PictureRows.Row(row.label(), Arrays.copyOf(row.pictures(), fewest)))
            .toList();
    return new StudyFigure(
        "samples-by-noise",
        "Test images, then means of the likelihood at the same draws from the prior for each"
            + " noise.",
        PictureRows.svg(height, width, even));
  }

  private double[][] pictures(SafeTensors panels, String name, int size) {
    double[] flat = panels.entry(name).toDoubles();
    double[][] pictures = new double[Math.min(spec.pictures(), flat.length / size)][];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = Arrays.copyOfRange(flat, i * size, (i + 1) * size);
    }
    return pictures;
  }

  /** Which noise has the largest ELBO and which the least J, in one sentence. */
  private static String claim(List<Cell> cells) {
    Cell best = most(cells, cell -> cell.metric(Quantity.ELBO).mean());
    List<Cell> fixed = cells.stream().filter(it -> it.label().startsWith("fixed")).toList();
    if (fixed.isEmpty()) {
      return "The largest %s ELBO is that of %s, %s nats."
          .formatted(best.part(), best.label(), best.metric(Quantity.ELBO).meanAndInterval());
    }
    Cell bestFixed = most(fixed, cell -> cell.metric(Quantity.ELBO).mean());
    Cell sharpest = most(fixed, cell -> -cell.of(Reconstruction::deviation).mean());
    return ("The largest %s ELBO is that of %s, %s nats; among fixed noises that of %s, %s nats."
            + " With the least σ_dec, %s, it is %s nats.")
        .formatted(
            best.part(),
            best.label(),
            best.metric(Quantity.ELBO).meanAndInterval(),
            bestFixed.label(),
            bestFixed.metric(Quantity.ELBO).meanAndInterval(),
            sharpest.label(),
            sharpest.metric(Quantity.ELBO).meanAndInterval());
  }

  private static Cell most(List<Cell> cells, ToDoubleFunction<Cell> what) {
    Cell most = cells.getFirst();
    for (Cell cell : cells) {
      if (what.applyAsDouble(cell) > what.applyAsDouble(most)) {
        most = cell;
      }
    }
    return most;
  }
}
