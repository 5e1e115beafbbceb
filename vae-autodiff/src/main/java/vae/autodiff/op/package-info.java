/**
 * Differentiable operations on raw arrays: {@link vae.autodiff.op.Op} is sealed, each operation is
 * a record with its value and its gradient side by side, and {@link vae.autodiff.op.Frame} is what
 * it sees of the tape. More than 25 files, since the records of a sealed type lie in its package.
 * Start at {@code Op}, then read {@code Linear}. May depend on {@code array} and {@code kernel}.
 */
package vae.autodiff.op;
