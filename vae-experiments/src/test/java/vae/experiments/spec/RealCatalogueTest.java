package vae.experiments.spec;

import vae.core.wiring.Catalogue;
import vae.experiments.wiring.Slots;

class RealCatalogueTest extends CatalogueContract {
  @Override
  Catalogue catalogue() {
    return Slots.load(null).catalogue();
  }
}
