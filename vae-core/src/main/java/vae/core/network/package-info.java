/**
 * Networks that encoders and decoders are made of: {@link vae.core.network.MultilayerPerceptron},
 * {@link vae.core.network.ConvolutionalNetwork} and its mirror image {@link
 * vae.core.network.TransposedConvolutionalNetwork}, with what specs say about them: {@link
 * vae.core.network.ConvolutionSpec}, {@link vae.core.network.NormalizationSpec}, {@link
 * vae.core.network.Regularization}, {@link vae.core.network.Initialization}. Start at {@code
 * MultilayerPerceptron}. May depend on {@code nn}, {@code random}, {@code vae.core.model} and
 * {@code vae.core.spec}.
 */
package vae.core.network;
