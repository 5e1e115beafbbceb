/**
 * What the metrics of a run are: {@link vae.experiments.quantity.Quantities} finds the title, unit
 * and direction of a metric by its name, for all who show, sort or choose by it. Start there. May
 * depend on the core alone.
 */
package vae.experiments.quantity;
