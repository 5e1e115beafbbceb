package vae.models.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.core.model.ImageShape;
import vae.core.model.Sizes;
import vae.core.spec.Spec;
import vae.core.wiring.Factories;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;
import vae.core.wiring.SlotModule;

/** Components of this module's slots, made from their specs as a run makes them. */
public final class ModelSlots {

  private final ModelSite root;

  private ModelSlots(Sizes sizes, SlotModule<?>... plugins) {
    List<SlotModule<?>> all = new ArrayList<>(modules());
    all.addAll(List.of(plugins));
    Parameters none = Parameters.of(DType.F64, Key.of(71));
    root = new Factories(all).site(none, sizes, ModelSites.rethrown());
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
    return new ModelSlots(
        ModelSites.vectors(dataSize, latentSize, dataSize, outputAtMean), plugins);
  }

  /** For images, m latent dimensions and c decoder outputs for each number of an image. */
  public static ModelSlots ofImages(ImageShape image, int latentSize, int outputsPerNumber) {
    int outputs = image.size() * outputsPerNumber;
    Optional<double[]> atMean = Optional.of(new double[outputs]);
    return new ModelSlots(
        new Sizes(image.size(), Optional.of(image), latentSize, outputs, atMean, 0, 1));
  }

  /** The component that the spec describes, under the name of its slot. */
  public <T> T make(Class<T> slot, Spec spec) {
    return root.make(slot, key(slot), spec);
  }

  private static String key(Class<?> slot) {
    return modules().stream()
        .filter(module -> module.type() == slot)
        .findFirst()
        .orElseThrow()
        .slot();
  }

  /** What was made so far. */
  public Parameters parameters() {
    return root.parameters();
  }
}
