package vae.core.model;

import vae.autodiff.nn.Parameters;

/**
 * What the components of one model share while they are made; injected into factories.
 *
 * @param dataSize d ≥ 1, numbers in an example
 * @param latentSize m ≥ 1
 * @param outputSize d · c, numbers that the decoder gives the likelihood
 * @param outputAtMean [d · c], decoder outputs at which the likelihood's mean is the data's mean
 * @param parameters makes parameters; each slot uses the scope of its own name
 */
public record ModelContext(
    int dataSize, int latentSize, int outputSize, double[] outputAtMean, Parameters parameters) {}
