package vae.experiments.sweep.driver;

import java.util.function.BooleanSupplier;

/**
 * When a sweep stops before its end, and what it does again.
 *
 * @param retryFailed trials that failed before are run again, once
 * @param mostFailures stop after N failures of this session; 0 for no limit
 * @param interrupted whether trials that run are to be left at a checkpoint
 */
public record SweepRules(boolean retryFailed, int mostFailures, BooleanSupplier interrupted) {

  public static final SweepRules STANDARD = new SweepRules(false, 0, () -> false);
}
