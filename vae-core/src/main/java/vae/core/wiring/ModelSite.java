package vae.core.wiring;

import vae.autodiff.nn.Parameters;
import vae.core.model.Sizes;

/** Where a component stands in a model. */
public interface ModelSite extends Site {

  /** Makes parameters named below the site's path, where {@code [0]} reads {@code .0}. */
  Parameters parameters();

  /** The sizes for which components are made here. */
  Sizes sizes();

  /** The same place with other sizes, such as those of an inner layer. */
  ModelSite sized(Sizes sizes);

  @Override
  ModelSite in(String key);
}
