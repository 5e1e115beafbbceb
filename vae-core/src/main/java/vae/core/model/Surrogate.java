package vae.core.model;

import vae.autodiff.tape.Tensor;

/**
 * What is differentiated and maximised: its gradient means something, its value need not.
 *
 * <p>It is not a {@link Bound}, and nothing that reports or selects accepts it.
 *
 * @param perExample [B]
 */
public record Surrogate(Tensor perExample) {}
