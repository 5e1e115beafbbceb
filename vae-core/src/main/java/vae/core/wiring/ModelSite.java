package vae.core.wiring;

import java.util.Optional;
import vae.autodiff.nn.Parameters;
import vae.core.model.Sizes;
import vae.core.model.TrainingExamples;

/** Where a component stands in a model. */
public interface ModelSite extends Site {

  /** Makes parameters named below the site's path, where {@code [0]} reads {@code .0}. */
  Parameters parameters();

  /** The sizes for which components are made here. */
  Sizes sizes();

  /**
   * What the model is trained on; empty below a layer that takes something else, and where a model
   * is made without data, for parameters that are restored afterwards.
   */
  Optional<TrainingExamples> examples();

  /** The same place with other sizes, such as those of an inner layer. */
  ModelSite sized(Sizes sizes);

  @Override
  ModelSite in(String key);
}
