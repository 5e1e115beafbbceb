/**
 * Optimizers: {@link vae.autodiff.optim.Adam}, {@link vae.autodiff.optim.Adamax}, {@link
 * vae.autodiff.optim.RmsProp}, {@link vae.autodiff.optim.Adagrad}, {@link
 * vae.autodiff.optim.Momentum}; {@link vae.autodiff.optim.WeightDecay} and {@link
 * vae.autodiff.optim.GradientClipping} around any of them; {@link vae.autodiff.optim.Schedule} and
 * {@link vae.autodiff.optim.Plateau} for the learning rate. Start at {@link
 * vae.autodiff.optim.Optimizer}. May depend on {@code tape} and {@code kernel}.
 */
package vae.autodiff.optim;
