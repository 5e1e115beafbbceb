/**
 * Layers: {@link vae.autodiff.nn.Parameters} makes and holds named parameters, {@link
 * vae.autodiff.nn.Initializer} gives their first values; {@link vae.autodiff.nn.LinearLayer},
 * {@link vae.autodiff.nn.ConvolutionLayer}, {@link vae.autodiff.nn.TransposedConvolutionLayer} and
 * {@link vae.autodiff.nn.NormalizationLayer} and {@link vae.autodiff.nn.BatchNormalizationLayer}
 * use them. Start at {@code Parameters}. May depend on {@code tape}.
 */
package vae.autodiff.nn;
