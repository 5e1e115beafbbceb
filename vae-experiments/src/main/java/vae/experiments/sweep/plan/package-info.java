/**
 * From a sweep's file to its frozen trials, a pure function: {@link
 * vae.experiments.sweep.plan.SweepReader} reads the file and plans, {@link
 * vae.experiments.sweep.plan.Sweep} is what comes of it. {@link
 * vae.experiments.sweep.plan.SweepSpec} and {@link vae.experiments.sweep.plan.SearchParameter} are
 * the file; {@link vae.experiments.sweep.plan.Method}, the slot {@code method}, chooses the cells.
 * The package holds more than 25 files: all of them make one plan, and each method of searching is
 * one. Start at {@code SweepReader}. May depend on {@code spec}, {@code wiring}, {@code run} and
 * {@code sweep}'s {@code Trial}.
 */
package vae.experiments.sweep.plan;
