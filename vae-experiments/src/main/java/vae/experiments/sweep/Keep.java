package vae.experiments.sweep;

/** What a sweep keeps of its trials. */
public enum Keep {
  /** The record and the whole run folder: it can be verified, reproduced and reported. */
  RUNS,
  /** The record alone, which holds digest and metrics; the run is made again from the plan. */
  RECORDS
}
