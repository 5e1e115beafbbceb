package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SpecKey;
import vae.experiments.spec.Structure;
import vae.experiments.wiring.Slots;

/** {@code vae components} for the components that are shipped. */
class RealComponentsTest {

  private final Catalogue catalogue = Slots.load(null).catalogue();
  private final Structure structure = new Structure(catalogue);

  @Test
  void theSlotLikelihoodReadsLikeThis() throws IOException, URISyntaxException {
    Path golden = Path.of(RealComponentsTest.class.getResource("likelihood.txt").toURI());
    assertEquals(Files.readString(golden), Invocation.of("components", "likelihood").out());
  }

  @Test
  void everyLineFits() {
    String listing = Invocation.of("components").out();
    listing.lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @Test
  void everyComponentHasASentenceAndItsKeysWithDefaults() {
    assertAll(
        catalogue.slots().stream()
            .flatMap(
                slot -> {
                  String listing = Invocation.of("components", slot).out();
                  return catalogue.components(slot).stream()
                      .map(component -> (Executable) () -> check(component, listing));
                }));
  }

  private void check(Component component, String listing) {
    String name = "\n  " + component.name() + "\n";
    assertTrue(listing.contains(name), listing);
    String own = listing.substring(listing.indexOf(name) + name.length()).split("\n\n")[0];
    String sentence = own.lines().findFirst().orElse("");
    assertTrue(sentence.matches(" {4}[A-Z1].{10,}"), component.name() + ": " + sentence);
    for (SpecKey key : structure.keys(component.specType())) {
      Stream<String> lines =
          own.lines().filter(line -> line.startsWith("      " + key.name() + " "));
      String line = lines.findFirst().orElse("");
      assertFalse(line.isEmpty(), key.name() + " is not in " + own);
      String fallback =
          key.fallback()
              .map(it -> it.isNull() ? " none " : "= " + PrettyJson.line(it))
              .orElse("required");
      assertTrue(line.contains(fallback), line);
    }
  }
}
