package vae.models.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.nn.Parameters;
import vae.core.model.ImageShape;
import vae.core.model.ModelContext;
import vae.core.spec.Spec;
import vae.core.wiring.Slot;
import vae.core.wiring.SlotModule;

/** Components of this module's slots, made from their specs as a run makes them. */
public final class ModelSlots {

  private final Injector injector;
  private final ModelContext context;

  private ModelSlots(Injector injector, ModelContext context) {
    this.injector = injector;
    this.context = context;
  }

  /** Every slot's module. */
  public static List<SlotModule<?>> modules() {
    return List.of(
        new PriorModule(),
        new EncoderModule(),
        new PosteriorModule(),
        new DecoderModule(),
        new LikelihoodModule(),
        new NoiseModule(),
        new EstimatorModule());
  }

  /** For d data dimensions, m latent ones, one decoder output a dimension that starts as given. */
  public static ModelSlots of(
      int dataSize, int latentSize, double[] outputAtMean, SlotModule<?>... plugins) {
    return of(new ModelContext(dataSize, latentSize, dataSize, outputAtMean, none()), plugins);
  }

  /** For images, m latent dimensions and c decoder outputs for each number of an image. */
  public static ModelSlots ofImages(ImageShape image, int latentSize, int outputsPerNumber) {
    int outputs = image.size() * outputsPerNumber;
    return of(
        new ModelContext(
            image.size(), Optional.of(image), latentSize, outputs, new double[outputs], none()));
  }

  private static Parameters none() {
    return Parameters.of(DType.F64, vae.autodiff.random.Key.of(71));
  }

  private static ModelSlots of(ModelContext context, SlotModule<?>... plugins) {
    List<com.google.inject.Module> all = new ArrayList<>(modules());
    all.addAll(List.of(plugins));
    all.add(
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(ModelContext.class).toInstance(context);
          }
        });
    return new ModelSlots(Guice.createInjector(all), context);
  }

  /** The component that the spec describes. */
  public <T> T make(Class<T> slot, Spec spec) {
    TypeLiteral<?> type = TypeLiteral.get(Types.newParameterizedType(Slot.class, slot));
    return slot.cast(((Slot<?>) injector.getInstance(Key.get(type))).create(spec));
  }

  /** What was made so far. */
  public Parameters parameters() {
    return context.parameters();
  }
}
