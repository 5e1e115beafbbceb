package vae.core.distribution;

/**
 * A distribution whose draws are a differentiable function of its parameters and of noise that does
 * not depend on them, \(z = g_\phi(\varepsilon)\).
 *
 * <p>Source: Kingma and Welling (2014), section 2.4.
 */
public interface Reparameterised extends Distribution {}
