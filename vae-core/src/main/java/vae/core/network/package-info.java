/**
 * Networks that encoders and decoders are made of: {@link vae.core.network.MultilayerPerceptron},
 * {@link vae.core.network.Initialization}. May depend on {@code nn}.
 */
package vae.core.network;
