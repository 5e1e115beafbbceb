package vae.core.model;

import vae.autodiff.tape.Tensor;

/**
 * A bound on \(\log p_\theta(x)\) for each example: it may be reported, compared and selected on.
 *
 * @param perExample [B], in nats
 */
public record Bound(Tensor perExample) {}
