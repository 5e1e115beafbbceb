package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.Spec;
import vae.core.wiring.Catalogue;
import vae.core.wiring.SlotModule;

/** Keys that a later version added change no text and no id while they hold their default. */
class AddedKeysTest {

  @Describe("A section that the first version had.")
  record Old(
      @Default("1") @Describe("There from the start.") int first,
      @Since("0.2.0") @Default("0.0") @Describe("Added.") double shift)
      implements Spec {}

  @Describe("A section that the second version added.")
  record New(
      @Default("3") @Describe("Rounds.") int rounds,
      @Default("0.50") @Describe("Rate.") double rate,
      @Since("0.3.0") @Default("[]") @Describe("Added later still.") List<Integer> steps)
      implements Spec {
    New {
      Require.atLeast("rounds", rounds, 1);
    }
  }

  @Describe("A prior that grew.")
  record Grown(
      @Default("{}") @Describe("Was there.") Old old,
      @Since("0.2.0") @Default("{\"rate\": 5e-1}") @Describe("Added.") New added,
      @Since("0.2.0") @Describe("Added, none by default.") Optional<Integer> rank,
      @Since("0.2.0") @Default("{\"type\": \"standard-normal\"}") @Describe("Added.")
          Prior.Spec base)
      implements Prior.Spec {}

  record WithoutDefault(@Since("0.2.0") @Describe("Nobody wrote it.") int key)
      implements Prior.Spec {}

  private static final class Grows extends SlotModule<Prior> {
    Grows() {
      super("prior", Prior.class, Prior.Spec.class);
    }

    @Override
    protected void components() {
      component(
          "grown",
          Grown.class,
          (_, _) -> {
            throw new AssertionError("a spec is read without making components");
          });
    }
  }

  private static final Catalogue CATALOGUE = catalogue();

  private static Catalogue catalogue() {
    List<SlotModule<?>> modules = new ArrayList<>(ToyComponents.modules());
    modules.add(new Grows());
    return Catalogue.of(modules);
  }

  private final SpecReader reader = new SpecReader(CATALOGUE);

  private Resolved prior(String json) {
    return reader.read("{\"name\": \"x\", \"prior\": " + json + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'grown'}",
        "{'type': 'grown', 'old': {'shift': 0}}",
        "{'type': 'grown', 'old': {'first': 1, 'shift': -0.0}}",
        "{'type': 'grown', 'added': {}}",
        "{'type': 'grown', 'added': {'rounds': 3}}",
        "{'type': 'grown', 'added': {'rounds': 3, 'rate': 0.5, 'steps': []}}",
        "{'type': 'grown', 'added': {'rate': 5e-1}, 'rank': null}",
        "{'type': 'grown', 'base': {'type': 'standard-normal'}}"
      })
  void isAbsentAtItsDefaultHoweverTheDefaultIsSpelt(String json) {
    Resolved resolved = prior(json.replace('\'', '"'));
    assertEquals("{\"old\":{\"first\":1},\"type\":\"grown\"}", prior(resolved));
    assertEquals(resolved, reader.read(resolved.pretty()));
    assertFalse(resolved.pretty().contains("shift"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"old\":{\"first\":1,\"shift\":0.25},\"type\":\"grown\"}",
        "{\"added\":{\"rate\":0.5,\"rounds\":4},\"old\":{\"first\":1},\"type\":\"grown\"}",
        "{\"added\":{\"rate\":0.5,\"rounds\":3,\"steps\":[1]},\"old\":{\"first\":1},"
            + "\"type\":\"grown\"}",
        "{\"old\":{\"first\":1},\"rank\":2,\"type\":\"grown\"}",
        "{\"base\":{\"components\":2,\"base\":{\"type\":\"grown\",\"old\":{\"first\":1,"
            + "\"shift\":1}},\"type\":\"mixture\"},\"old\":{\"first\":1},\"type\":\"grown\"}"
      })
  void isThereWhereItDiffers(String json) {
    Resolved resolved = prior(json);
    assertEquals(prior(json).canonical(), resolved.canonical());
    JsonNode wanted = JsonText.parse(SpecSource.text(json)).tree();
    assertEquals(CanonicalJson.of(wanted), prior(resolved));
    assertNotEquals(prior("{\"type\": \"grown\"}"), resolved);
    assertEquals(resolved, reader.read(resolved.canonical()));
  }

  @Test
  void valuesAreSetAndUnsetByPath() {
    Resolved plain = prior("{\"type\": \"grown\"}");
    Resolved moved = plain.with("prior.old.shift", 2).with("prior.added.rounds", 7);
    assertEquals(7, ((Grown) moved.spec().prior()).added().rounds());
    assertEquals(0.5, ((Grown) moved.spec().prior()).added().rate());
    assertEquals(plain, moved.with("prior.old.shift", 0.0).with("prior.added.rounds", 3));
  }

  @Test
  void lookedUpByPathItHasItsDefault() {
    Resolved plain = prior("{\"type\": \"mixture\", \"base\": {\"type\": \"grown\"}}");
    JsonNode filled = new AddedKeys(CATALOGUE).filled(plain.tree());
    assertEquals(0, filled.at("/prior/base/old/shift").asDouble(-1));
    assertEquals(3, filled.at("/prior/base/added/rounds").asInt());
    assertTrue(filled.at("/prior/base/added/steps").isArray());
    assertTrue(filled.at("/prior/base/rank").isNull());
    assertEquals("standard-normal", filled.at("/prior/base/base/type").asString());
    assertEquals(plain, reader.read(filled.toString()));
    assertEquals(
        Optional.of(3), plain.draft().value("prior.base.added.rounds").map(JsonNode::asInt));
  }

  @Test
  void whatOtherPluginsBringStaysAsItIs() {
    JsonNode unknown =
        JsonText.parse(SpecSource.text("{\"prior\": {\"type\": \"theirs\", \"k\": [1]}, \"x\": 1}"))
            .tree();
    JsonNode filled = new AddedKeys(CATALOGUE).filled(unknown);
    assertEquals(unknown.get("prior"), filled.get("prior"));
    assertEquals(unknown.get("x"), filled.get("x"));
  }

  @Test
  void theSchemaKnowsIt() {
    String schema = SchemaWriter.schema(new Structure(CATALOGUE), ExperimentSpec.class).toString();
    assertTrue(
        schema.contains("\"shift\":{\"type\":\"number\",\"description\":\"Added.\""), schema);
  }

  @Test
  void itNeedsADefault() {
    Structure structure = new Structure(CATALOGUE);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> structure.keys(WithoutDefault.class));
    assertTrue(e.getMessage().contains("no default"), e.getMessage());
  }

  private static String prior(Resolved resolved) {
    return CanonicalJson.of(resolved.tree().get("prior"));
  }
}
