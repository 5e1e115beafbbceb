package vae.experiments.report.run;

/**
 * What the model made of a few examples during training.
 *
 * @param epoch 0 before the first
 * @param arrays originals, reconstructions and samples
 */
record Frame(int epoch, Evaluation arrays) {}
