package vae.core.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

class CatalogueTest {

  interface Shape {}

  interface ShapeSpec extends Spec {}

  record Disc(int radius) implements Shape {}

  record DiscSpec(int radius) implements ShapeSpec {}

  record SquareSpec() implements ShapeSpec {}

  static final class ShapeModule extends SlotModule<Shape> {
    ShapeModule() {
      super("shape", Shape.class, ShapeSpec.class);
    }

    @Override
    protected void components() {
      component("disc", DiscSpec.class, (spec, _) -> new Disc(spec.radius()));
    }
  }

  /** A plugin's: further components of the same slot. */
  static final class SquareModule extends SlotModule<Shape> {
    private final String name;

    SquareModule(String name) {
      super("shape", Shape.class, ShapeSpec.class);
      this.name = name;
    }

    @Override
    protected void components() {
      component(
          name,
          SquareSpec.class,
          (_, _) -> {
            throw new SpecException("side", "a side", "nothing", "");
          });
    }
  }

  /** The disc's spec under a second name. */
  static final class RoundModule extends SlotModule<Shape> {
    RoundModule() {
      super("shape", Shape.class, ShapeSpec.class);
    }

    @Override
    protected void components() {
      component("round", DiscSpec.class, (spec, _) -> new Disc(spec.radius()));
    }
  }

  @Test
  void modulesOfOneSlotAreJoined() {
    Catalogue catalogue = Catalogue.of(List.of(new ShapeModule(), new SquareModule("square")));
    assertEquals(List.of("shape"), catalogue.slots());
    assertEquals(Optional.of(ShapeSpec.class), catalogue.specType("shape"));
    assertEquals(
        List.of("disc", "square"),
        catalogue.components("shape").stream().map(Component::name).toList());
    assertEquals(catalogue.components("shape"), catalogue.components(ShapeSpec.class));
    assertEquals("square", catalogue.nameOf(SquareSpec.class));
    assertEquals(
        Optional.of(DiscSpec.class),
        catalogue.find(ShapeSpec.class, "disc").map(Component::specType));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Catalogue catalogue = Catalogue.of(List.of(new ShapeModule()));
    assertTrue(catalogue.isSlot(ShapeSpec.class));
    assertFalse(catalogue.isSlot(DiscSpec.class));
    assertTrue(catalogue.isComponent(DiscSpec.class));
    assertFalse(catalogue.isComponent(SquareSpec.class));
    assertEquals(Optional.empty(), catalogue.specType("colour"));
    assertEquals(List.of(), catalogue.components("colour"));
    assertEquals(Optional.empty(), catalogue.find(ShapeSpec.class, "square"));
    assertThrows(IllegalArgumentException.class, () -> catalogue.nameOf(SquareSpec.class));
  }

  @Test
  void namesAndSpecsAreUnique() {
    IllegalArgumentException name =
        assertThrows(
            IllegalArgumentException.class,
            () -> Catalogue.of(List.of(new ShapeModule(), new SquareModule("disc"))));
    assertTrue(name.getMessage().contains("\"disc\""), name.getMessage());
    IllegalArgumentException spec =
        assertThrows(
            IllegalArgumentException.class,
            () -> Catalogue.of(List.of(new ShapeModule(), new RoundModule())));
    assertTrue(spec.getMessage().contains("\"disc\" and of \"round\""), spec.getMessage());
  }

  @Test
  void aSlotMakesTheComponentsOfAllItsModules() {
    Factories factories = new Factories(List.of(new ShapeModule(), new SquareModule("square")));
    Site site = factories.site(ModelSites.rethrown());
    Function<ShapeSpec, Shape> shape = spec -> site.make(Shape.class, "shape", spec);
    assertEquals(3, assertInstanceOf(Disc.class, shape.apply(new DiscSpec(3))).radius());
    assertThrows(SpecException.class, () -> shape.apply(new SquareSpec()));
    record Stranger() implements ShapeSpec {}
    SpecException unknown = assertThrows(SpecException.class, () -> shape.apply(new Stranger()));
    assertEquals("shape", unknown.path());
  }
}
