/**
 * Experiments that take several runs: {@link vae.experiments.study.Experiment} is what researchers
 * implement, {@link vae.experiments.study.Lab} makes the runs, {@link
 * vae.experiments.study.StudyRunner} starts a study from JSON. Start at {@code Experiment}, then
 * read {@code Vary}. May depend on everything but {@code cli}.
 */
package vae.experiments.study;
