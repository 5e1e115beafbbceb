package vae.experiments.evaluation.factors;

/** A number predicted from a code, and what the prediction looks at. */
interface Predictor {

  /** How much each coordinate matters, [m], ≥ 0. */
  double[] importance();

  /** The number for a code [m]. */
  double predict(double[] x);
}
