/** One module a slot, one line a component. May depend on every package of models. */
package vae.models.wiring;
