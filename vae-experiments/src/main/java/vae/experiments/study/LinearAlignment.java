package vae.experiments.study;

import java.io.IOException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import vae.autodiff.random.Key;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Resolved;
import vae.experiments.study.linear.DiagonalGap;
import vae.experiments.study.linear.LinearVae;
import vae.experiments.study.linear.PrincipalAxes;
import vae.experiments.study.linear.ProbabilisticPca;

/**
 * What is known in closed form of the rotation of a linear decoder with Gaussian noise.
 *
 * @param gap evidence less ELBO, the mean over the training examples, in nats
 * @param loss what of it the best diagonal posteriors would lose at this W, see {@link DiagonalGap}
 * @param lossAtChance the same, the mean over random rotations of this W
 * @param angle between the columns of W and the principal axes, see {@link PrincipalAxes}, degrees
 * @param angleAtChance the same, the mean over random rotations of this W
 * @param subspace the largest angle between the span of W and the principal subspace, degrees
 */
record LinearAlignment(
    double gap,
    double loss,
    double lossAtChance,
    double angle,
    double angleAtChance,
    double subspace) {

  /**
   * Of a run.
   *
   * @param experiment what was run; {@link LinearVae#require} has accepted it
   * @param rows the training examples, [N, d]
   * @param rotations random rotations for the means, at least 1
   * @throws IOException where the run's checkpoint cannot be read
   */
  static LinearAlignment of(
      Resolved experiment, RunResult run, double[][] rows, ProbabilisticPca pca, int rotations)
      throws IOException {
    LinearVae trained = LinearVae.read(experiment, run);
    int m = trained.model().latentSize();
    double[][] weight = trained.model().weight();
    double[][] precision = trained.model().precision();
    double[][] axes = pca.axes(m);
    Key key = Key.of(experiment.spec().seed()).fold("rotation").fold(m);
    double angles = 0;
    for (int i = 0; i < rotations; i++) {
      var rotation = new Array2DRowRealMatrix(DiagonalGap.rotation(key.fold(i), m), false);
      double[][] turned = new Array2DRowRealMatrix(weight, false).multiply(rotation).getData();
      angles += PrincipalAxes.meanAngle(turned, axes) / rotations;
    }
    return new LinearAlignment(
        trained.means(rows).divergence(),
        DiagonalGap.of(precision),
        DiagonalGap.atChance(precision, key, rotations),
        PrincipalAxes.meanAngle(weight, axes),
        angles,
        PrincipalAxes.subspaceAngle(weight, axes));
  }
}
