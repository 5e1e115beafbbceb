package vae.experiments.wiring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import vae.core.wiring.Catalogue;
import vae.core.wiring.SlotModule;
import vae.data.wiring.BinarizationModule;
import vae.data.wiring.ConditionModule;
import vae.data.wiring.DataModule;
import vae.data.wiring.MissingModule;
import vae.experiments.evaluation.wiring.MetricModule;
import vae.experiments.training.callback.CallbackModule;
import vae.experiments.training.divergence.DivergenceModule;
import vae.experiments.training.optimizer.OptimizerModule;
import vae.experiments.training.optimizer.ScheduleModule;
import vae.models.wiring.DecoderModule;
import vae.models.wiring.EncoderModule;
import vae.models.wiring.EstimatorModule;
import vae.models.wiring.LikelihoodModule;
import vae.models.wiring.NoiseModule;
import vae.models.wiring.PosteriorModule;
import vae.models.wiring.PriorModule;

/** Every slot's module: ours and those of plugins. */
public final class Slots {

  private final List<SlotModule<?>> modules;
  private final Catalogue catalogue;

  private final List<Path> plugins;
  private final PluginComponents brought;

  private Slots(List<SlotModule<?>> ours, List<SlotModule<?>> theirs, List<Path> plugins) {
    modules = Stream.concat(ours.stream(), theirs.stream()).toList();
    this.plugins = List.copyOf(plugins);
    catalogue = Catalogue.of(modules);
    brought = PluginComponents.of(theirs);
  }

  /**
   * Ours, then those that the loader finds as services.
   *
   * @param plugins sees the plugins' jars; {@code null} for none beside the class path's
   */
  public static Slots load(ClassLoader plugins) {
    return load(plugins, List.of());
  }

  static Slots load(ClassLoader plugins, List<Path> jars) {
    List<SlotModule<?>> modules = new ArrayList<>();
    modules.add(new DataModule());
    modules.add(new MissingModule());
    modules.add(new BinarizationModule());
    modules.add(new ConditionModule());
    modules.add(new PriorModule());
    modules.add(new EncoderModule());
    modules.add(new PosteriorModule());
    modules.add(new DecoderModule());
    modules.add(new LikelihoodModule());
    modules.add(new NoiseModule());
    modules.add(new EstimatorModule());
    modules.add(new OptimizerModule());
    modules.add(new ScheduleModule());
    modules.add(new DivergenceModule());
    modules.add(new CallbackModule());
    modules.add(new MetricModule());
    ClassLoader loader = plugins == null ? Slots.class.getClassLoader() : plugins;
    List<SlotModule<?>> theirs = new ArrayList<>();
    for (SlotModule<?> plugin : ServiceLoader.load(SlotModule.class, loader)) {
      theirs.add(plugin);
    }
    return new Slots(modules, theirs, jars);
  }

  public List<SlotModule<?>> modules() {
    return modules;
  }

  /** The jars of plugins, as they were given; those of the class path are not among them. */
  public List<Path> plugins() {
    return plugins;
  }

  /** The components that plugins brought, those of the class path among them. */
  public PluginComponents brought() {
    return brought;
  }

  public Catalogue catalogue() {
    return catalogue;
  }
}
