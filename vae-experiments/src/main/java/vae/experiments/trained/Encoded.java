package vae.experiments.trained;

import vae.autodiff.array.NdArray;

/**
 * Moments of the posterior \(q_\phi(z \mid x)\) of each example.
 *
 * @param mean \(\mathbb E_q z\), [B, m]
 * @param standardDeviation of each coordinate of z, [B, m]
 * @param meanDraws draws that each mean is the average of; 0 where it is exact
 * @param deviationDraws draws behind each standard deviation; 0 where it is exact
 */
public record Encoded(NdArray mean, NdArray standardDeviation, int meanDraws, int deviationDraws) {}
