/**
 * Reverse-mode differentiation: {@link vae.autodiff.tape.Tensor} is what formulas are written with,
 * {@link vae.autodiff.tape.Tape} records and differentiates them, {@link
 * vae.autodiff.tape.Parameter} is what training changes, {@link vae.autodiff.tape.NonFinite} says
 * where NaN and infinity come from. Start at {@code Tensor}. May depend on {@code op}, {@code
 * random}, {@code kernel} and {@code array}.
 */
package vae.autodiff.tape;
