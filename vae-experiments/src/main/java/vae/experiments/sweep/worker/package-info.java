/**
 * What a cluster's task does, whatever the cluster: tasks of one trial may overlap, be repeated and
 * end at any instant. A {@link vae.experiments.sweep.worker.ClusterWorker} runs the {@link
 * vae.experiments.sweep.worker.WorkOrder}s that a driver wrote, with its {@link
 * vae.experiments.sweep.worker.WorkerSettings}; on a shared folder by {@link
 * vae.experiments.sweep.worker.Attempts}, each in a folder of its own that is moved to its place in
 * one step. Start at {@code Attempts}. May depend on {@code sweep} and what that may use.
 */
package vae.experiments.sweep.worker;
