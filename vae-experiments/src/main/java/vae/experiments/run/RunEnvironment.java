package vae.experiments.run;

import java.nio.file.Path;
import java.util.List;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.spec.Resolved;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/** What runs of one thread are made with. */
public record RunEnvironment(
    Slots slots,
    KernelSet kernels,
    Locations locations,
    SharedData shared,
    ModelFactory models,
    ParentRuns parents) {

  /** An environment whose runs load their data anew. */
  public RunEnvironment(Slots slots, KernelSet kernels, Locations locations) {
    this(slots, kernels, locations, SharedData.none());
  }

  /** An environment whose runs take their data from those once they are loaded. */
  public RunEnvironment(Slots slots, KernelSet kernels, Locations locations, SharedData shared) {
    this(slots, kernels, locations, shared, new ModelFactory(slots), new ParentRuns(List.of()));
  }

  /** The same, which looks for parents of runs there too. */
  public RunEnvironment withParents(Path place) {
    return new RunEnvironment(slots, kernels, locations, shared, models, parents.and(place));
  }

  /**
   * The data that the experiment trains on, as they are loaded, before any binarization.
   *
   * @throws SpecException where the source refuses its spec
   * @throws vae.data.format.DataException where data are missing or corrupt
   */
  public Dataset data(Resolved experiment) {
    try {
      return models.conditioned(experiment.spec(), models.data(experiment.spec(), locations));
    } catch (SpecException e) {
      throw experiment.located(e);
    }
  }
}
