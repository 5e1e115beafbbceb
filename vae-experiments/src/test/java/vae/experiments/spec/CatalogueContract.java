package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import vae.core.spec.Describe;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;

/** What every catalogue of components must satisfy, so that its specs can be read and explained. */
abstract class CatalogueContract {

  /** The catalogue under test. */
  abstract Catalogue catalogue();

  private Structure structure() {
    return new Structure(catalogue());
  }

  private List<Component> components() {
    return catalogue().slots().stream()
        .flatMap(slot -> catalogue().components(slot).stream())
        .toList();
  }

  private void forEachKey(BiConsumer<Component, SpecKey> check) {
    Structure structure = structure();
    assertAll(
        components().stream()
            .flatMap(
                component ->
                    structure.keys(component.specType()).stream()
                        .map(key -> (Executable) () -> check.accept(component, key))));
  }

  @Test
  final void everySpecRecordHasAFormInJson() {
    Structure structure = structure();
    assertAll(
        components().stream()
            .map(it -> () -> assertDoesNotThrow(() -> structure.keys(it.specType()), it.name())));
  }

  @Test
  final void everyDefaultCanBeRead() {
    Binder binder = new Binder(structure());
    forEachKey(
        (component, key) ->
            key.fallback()
                .ifPresent(
                    it ->
                        assertDoesNotThrow(
                            () -> binder.value(key.type(), it, key.name()),
                            component.name() + "." + key.name())));
  }

  @Test
  final void everyComponentSaysWhatItIs() {
    assertAll(
        components().stream()
            .map(
                it ->
                    () ->
                        assertNotNull(
                            it.specType().getAnnotation(Describe.class), it.specType().getName())));
  }

  @Test
  final void everyKeySaysWhatItMeans() {
    forEachKey(
        (component, key) ->
            assertFalse(key.description().isEmpty(), component.specType() + "." + key.name()));
  }
}
