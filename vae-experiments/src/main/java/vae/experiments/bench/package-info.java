/**
 * Speed: {@link vae.experiments.bench.Workload} is work of fixed shapes, {@link
 * vae.experiments.bench.Bench} times it, alone or in turn with a {@link
 * vae.experiments.bench.Peer}, {@link vae.experiments.bench.Scaling} shows how time grows. {@code
 * CallProfile} measures the time in each kernel, {@code Cost} counts what a step asks of the
 * machine, {@link vae.experiments.bench.BenchReport} holds all figures. Start at {@code Workload}.
 * May depend on {@code training}, {@code evaluation}, {@code run} for the machine, {@code vae.data}
 * and {@code vae.models}.
 */
package vae.experiments.bench;
