/**
 * Optimisers: {@link vae.autodiff.optim.Adam}, {@link vae.autodiff.optim.Momentum}, and {@link
 * vae.autodiff.optim.Schedule} for the learning rate. Start at {@link
 * vae.autodiff.optim.Optimizer}. May depend on {@code tape}.
 */
package vae.autodiff.optim;
