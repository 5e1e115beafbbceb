/**
 * From specs to objects: {@link vae.experiments.wiring.Slots} gathers the modules, {@link
 * vae.experiments.wiring.Plugins} those of jars, {@link vae.experiments.wiring.ModelFactory} makes
 * data and models. Start at {@code ModelFactory}. May depend on everything but {@code cli}.
 */
package vae.experiments.wiring;
