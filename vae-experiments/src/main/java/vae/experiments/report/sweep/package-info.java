/**
 * The page of a sweep: {@link vae.experiments.report.sweep.SweepReport} is the way in. {@code
 * SweepView} ranks the groups, one class per section draws plots, {@code DataTable} with {@code
 * tables.js} sorts and filters, {@code SweepPage} lays all out.
 */
package vae.experiments.report.sweep;
