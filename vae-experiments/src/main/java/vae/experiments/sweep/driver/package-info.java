/**
 * Driving a sweep from its plan to its end: {@link vae.experiments.sweep.driver.SweepRunner} owns
 * the folder and hands what is pending to a launcher, {@link
 * vae.experiments.sweep.driver.FrozenSweep} is the plan that counts, {@link
 * vae.experiments.sweep.driver.Promotions} says which trials go on, {@link
 * vae.experiments.sweep.driver.SweepListener} reports what happens. Start at {@code SweepRunner}.
 * May depend on {@code sweep}, {@code sweep.plan} and {@code run}.
 */
package vae.experiments.sweep.driver;
