package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/** A distribution whose (differential) entropy is known in closed form. */
public interface HasEntropy {

  /** \(-\mathbb E \log q\) → [*B], in nats. */
  Tensor entropy();
}
