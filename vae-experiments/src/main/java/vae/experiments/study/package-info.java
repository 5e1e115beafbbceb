/**
 * Experiments that take several runs: {@link vae.experiments.study.Experiment} is what researchers
 * implement, {@link vae.experiments.study.Lab} makes the runs, {@link
 * vae.experiments.study.StudyRunner} starts a study from JSON and writes what it found. Start at
 * {@code Experiment}, then read {@code Vary}.
 *
 * <p>The studies shipped: {@code NumberOfDraws} (with {@code GradientVariance}), {@code
 * DecoderNoise} (with {@code Reconstruction}), {@code DecoderRotation} (with {@code
 * DecoderJacobian}, {@code Orthogonality}, {@code PrincipalAxes}) and {@code LinearVaeAgainstPpca}
 * (with {@code LinearVae}, {@code LinearModel}, {@code ProbabilisticPca}). {@code StudyModels}
 * makes a run's model again to measure it. The package holds more than 25 files: four studies with
 * the mathematics that only they use. May depend on everything but {@code cli}.
 */
package vae.experiments.study;
