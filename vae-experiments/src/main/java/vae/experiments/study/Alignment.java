package vae.experiments.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Batch;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.experiments.evaluation.PosteriorMoments;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Resolved;
import vae.experiments.study.linear.DiagonalGap;
import vae.experiments.study.linear.Orthogonality;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;

/**
 * How the decoder of one model is aligned, as means over held-out examples x at z = μ(x).
 *
 * @param energy {@link Orthogonality#offDiagonalEnergy}
 * @param chance its mean over all rotations of this very decoder's latent space
 */
record Alignment(double energy, double chance, double distance) {

  /** 0 where the columns are orthogonal, 1 where they are as a random rotation would leave them. */
  double ratio() {
    return energy / chance;
  }

  static Alignment untrained(Resolved experiment, Dataset data, StudyModels workshop) {
    Resolved exact = inDoublePrecision(experiment);
    return of(workshop.untrained(exact, data), data, exact, workshop);
  }

  /**
   * At the last parameters of a run.
   *
   * @throws IOException where its checkpoint cannot be read
   */
  static Alignment trained(Resolved experiment, Dataset data, RunResult run, StudyModels workshop)
      throws IOException {
    Resolved exact = inDoublePrecision(experiment);
    return of(workshop.trained(exact, data, run), data, exact, workshop);
  }

  private static Resolved inDoublePrecision(Resolved experiment) {
    return experiment.with("training.dtype", "f64");
  }

  private static Alignment of(
      Model model, Dataset data, Resolved experiment, StudyModels workshop) {
    double[][] means = posteriorMeans(model, heldOut(data), experiment, workshop);
    double energy = 0;
    double chance = 0;
    double distance = 0;
    for (double[][] jacobian : DecoderJacobian.at(model.decoder(), means, workshop.kernels())) {
      double[][] gram = Orthogonality.gram(jacobian);
      energy += Orthogonality.offDiagonalEnergy(gram) / means.length;
      chance += Orthogonality.chance(gram) / means.length;
      distance += Orthogonality.distance(gram) / means.length;
    }
    return new Alignment(energy, chance, distance);
  }

  /** The test examples, or the training examples where there are none. */
  private static Examples heldOut(Dataset data) {
    return data.test().size() > 0 ? data.test() : data.train();
  }

  private static double[][] posteriorMeans(
      Model model, Examples examples, Resolved experiment, StudyModels workshop) {
    BatchSource source = workshop.source(examples, experiment, model);
    int[] order = IntStream.range(0, examples.size()).toArray();
    Key key = Key.of(experiment.spec().seed()).fold("alignment");
    Batch batch = source.gather(order, 0, order.length, key);
    try (Tape tape = Tape.of(workshop.kernels(), model.parameters().type())) {
      tape.differentiate(false);
      Posterior q = model.on(tape, batch).posterior();
      Tensor means = PosteriorMoments.mean(q, key.rows(batch.identities()));
      int m = means.shape().extent(-1);
      double[][] rows = new double[order.length][m];
      for (int i = 0; i < order.length; i++) {
        for (int k = 0; k < m; k++) {
          rows[i][k] = means.get(i * m + k);
        }
      }
      return rows;
    }
  }

  /** The mean {@link Orthogonality#distanceOfVectors} of random rotations of m dimensions. */
  static double distanceAtChance(int m, Key key, int rotations) {
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < rotations; i++) {
      distances.add(Orthogonality.distanceOfVectors(DiagonalGap.rotation(key.fold(i), m)));
    }
    return SeedSummary.of(distances).mean();
  }
}
