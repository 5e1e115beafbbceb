package vae.experiments.run;

/** What came of running an experiment: its result, or where it pauses. */
public sealed interface RunOutcome permits RunResult, PausedRun {}
