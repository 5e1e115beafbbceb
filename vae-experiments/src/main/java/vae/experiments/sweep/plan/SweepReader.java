package vae.experiments.sweep.plan;

import java.util.List;
import vae.core.spec.SpecException;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/** From a sweep's JSON to its plan, a pure function of the file, its base and the settings. */
public final class SweepReader {

  private final SpecReader reader;
  private final ModelFactory factory;
  private final MetricNames names;

  public SweepReader(Slots slots) {
    reader = new SpecReader(slots.catalogue());
    factory = new ModelFactory(slots);
    names = new MetricNames(factory);
  }

  /**
   * Reads and plans a sweep.
   *
   * @param source the file; a path to the base is relative to its folder
   * @param set each {@code path=value}, on the sweep or, as {@code base.path=value}, on its base
   * @throws SpecException at the first thing that is wrong, before anything runs
   */
  public Sweep read(SpecSource source, List<String> set) {
    return new Reading(reader, factory, names, source, set).sweep();
  }

  /** A sweep as it was frozen, with the trials of its frozen plan. */
  public Sweep frozen(SpecSource source, List<Trial> trials) {
    return new Reading(reader, factory, names, source, List.of()).frozen(trials);
  }
}
