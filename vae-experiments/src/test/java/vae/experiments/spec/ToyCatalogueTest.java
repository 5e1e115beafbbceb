package vae.experiments.spec;

import vae.core.wiring.Catalogue;

class ToyCatalogueTest extends CatalogueContract {
  @Override
  Catalogue catalogue() {
    return ToyComponents.catalogue();
  }
}
