package vae.experiments.sweep.local;

import java.util.function.Supplier;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.RunSettings;
import vae.experiments.wiring.Slots;

/**
 * What each worker of this process is made of.
 *
 * @param slots loads the components; called once a worker, so that workers share no state of theirs
 * @param kernels starts kernels with one worker's share of the threads
 * @param finisher what is done with a finished run folder before its manifest is written
 */
public record LocalSetup(
    Supplier<Slots> slots,
    Supplier<KernelSet> kernels,
    Locations locations,
    RunSettings.Finisher finisher) {}
