/**
 * Experiments that take several runs: {@link vae.experiments.study.Experiment} is what researchers
 * implement, {@link vae.experiments.study.Lab} makes the runs, {@link
 * vae.experiments.study.StudyRunner} starts a study from JSON and writes what it found. Start at
 * {@code Experiment}, then read {@code Vary}.
 *
 * <p>The studies shipped: {@code NumberOfDraws} (with {@code GradientVariance}), {@code
 * DecoderNoise} (with {@code Reconstruction}), {@code DecoderRotation} (with {@code
 * DecoderJacobian}) and {@code LinearVaeAgainstPpca}; their linear algebra is in {@code
 * study.linear}. {@code StudyModels} makes a run's model again to measure it. May depend on
 * everything but {@code cli}.
 */
package vae.experiments.study;
