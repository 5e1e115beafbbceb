/**
 * Speed: {@link vae.experiments.bench.Workload} is a training step of fixed shapes, {@link
 * vae.experiments.bench.Bench} times it. May depend on {@code training} and {@code vae.models}.
 */
package vae.experiments.bench;
