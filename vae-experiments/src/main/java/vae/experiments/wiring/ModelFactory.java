package vae.experiments.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Types;
import java.util.ArrayList;
import java.util.List;
import vae.autodiff.nn.Parameters;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.LikelihoodModel;
import vae.core.model.ModelContext;
import vae.core.model.Prior;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.core.wiring.Slot;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.transform.Binarization;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;
import vae.experiments.training.OptimizerRule;
import vae.experiments.training.Streams;

/** From a spec to data and a model: one injector a run. */
public final class ModelFactory {

  private final Slots slots;

  /** With the components of these slots. */
  public ModelFactory(Slots slots) {
    this.slots = slots;
  }

  /**
   * The source of the spec's data, before any data are read.
   *
   * @throws SpecException where the source refuses its spec
   */
  public DataSource data(ExperimentSpec spec) {
    return make(injector(new AbstractModule() {}), DataSource.class, "data", spec.data());
  }

  /**
   * The model at its first parameters.
   *
   * @throws SpecException where the components do not fit each other or the data
   */
  public Model model(ExperimentSpec spec, Dataset data, Binarization binarization) {
    requireFittingData(spec, data, binarization);
    Parameters parameters =
        Parameters.of(spec.training().dtype(), new Streams(spec.seed()).initialization());
    int outputs = spec.likelihood().outputsPerDimension() * data.dimension();
    ModelContext context =
        new ModelContext(
            data.dimension(),
            spec.latentSize(),
            outputs,
            spec.likelihood().outputFor(data.trainMean()),
            parameters);
    Injector injector =
        injector(
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(ModelContext.class).toInstance(context);
              }
            });
    return new Model(
        make(injector, Prior.class, "prior", spec.prior()),
        make(injector, Encoder.class, "encoder", spec.encoder()),
        make(injector, Decoder.class, "decoder", spec.decoder()),
        make(injector, LikelihoodModel.class, "likelihood", spec.likelihood()),
        make(injector, Estimator.class, "estimator", spec.estimator()),
        make(injector, OptimizerRule.class, "optimizer", spec.optimizer()),
        parameters);
  }

  /**
   * Loads the data.
   *
   * @throws SpecException where the spec does not fit them, with its whole path
   */
  public static Dataset load(DataSource source, Locations locations) {
    try {
      return source.load(locations);
    } catch (SpecException e) {
      throw e.under("data");
    }
  }

  private static void requireFittingData(
      ExperimentSpec spec, Dataset data, Binarization binarization) {
    if (data.train().size() == 0) {
      throw new SpecException("data", "training examples", "none", "Make the split smaller.");
    }
    if (spec.likelihood().needsBinaryData()
        && !binarization.makesBinary()
        && !data.train().binary()) {
      throw new SpecException(
          "likelihood.type",
          "a likelihood for real values, or data that are binarized",
          "a likelihood of zeros and ones for data without binarization",
          "Add to the data: \"binarization\": {\"type\": \"dynamic-per-batch\"}.");
    }
  }

  private Injector injector(AbstractModule run) {
    List<Module> modules = new ArrayList<>(slots.modules());
    modules.add(run);
    return Guice.createInjector(modules);
  }

  private static <T> T make(Injector injector, Class<T> type, String path, Spec spec) {
    try {
      return slot(injector, type).create(spec);
    } catch (SpecException e) {
      throw e.under(path);
    }
  }

  @SuppressWarnings("unchecked") // the key is built from the class object of T
  private static <T> Slot<T> slot(Injector injector, Class<T> type) {
    TypeLiteral<?> literal = TypeLiteral.get(Types.newParameterizedType(Slot.class, type));
    return (Slot<T>) injector.getInstance(Key.get(literal));
  }
}
