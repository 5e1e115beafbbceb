package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaWriterTest {

  private final SpecReader reader = new SpecReader(ToyComponents.catalogue());
  private final JsonNode document = SchemaWriter.schema(reader.structure(), ExperimentSpec.class);
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Schema schema = registry.getSchema(document.toString(), InputFormat.JSON);

  private List<Error> errors(String json) {
    return schema.validate(json, InputFormat.JSON);
  }

  @Test
  void theSchemaIsASchema() {
    Schema meta = registry.getSchema(SchemaLocation.of(document.get("$schema").stringValue()));
    assertEquals(List.of(), meta.validate(document.toString(), InputFormat.JSON));
  }

  @Test
  void acceptsWhatTheReaderWrites() {
    Resolved spec = reader.read("{\"name\": \"x\"}");
    List<Resolved> specs =
        List.of(
            spec,
            reader.read(SpecSource.embeddedDefault(), List.of()),
            spec.with("prior.type", "mixture").with("prior.base.type", "mixture"),
            spec.with("data", new ToyComponents.Digits(new ToyComponents.Dynamic())),
            reader.read(
                SpecSource.text(
                    "{\"name\": \"x\", \"data\": {\"type\": \"csv\", \"path\": \"p\"}}"),
                List.of("data.rows=3", "data.columns={\"a\": \"b\"}", "data.notes=[1]")));
    for (Resolved each : specs) {
      assertEquals(List.of(), errors(each.pretty()), each.canonical());
    }
    assertEquals(List.of(), errors("{\"name\": \"x\"}"));
    assertEquals(List.of(), errors(SpecSource.embeddedDefault().text()));
  }

  /** Each of these is refused by the reader too: see {@link SpecErrorsTest}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "{'name': 7}",
        "{'name': 'x', 'latent_size': 8}",
        "{'name': 'x', 'latentSize': '8'}",
        "{'name': 'x', 'latentSize': 1.5}",
        "{'name': 'x', 'latentSize': null}",
        "{'name': 'x', 'seed': 9007199254740993}",
        "{'name': 'x', 'training': {'epochs': 3000000000}}",
        "{'name': 'x', 'prior': 'standard-normal'}",
        "{'name': 'x', 'prior': null}",
        "{'name': 'x', 'prior': {}}",
        "{'name': 'x', 'prior': {'type': 'diagonal'}}",
        "{'name': 'x', 'prior': {'type': 'standard-normal', 'variance': 2}}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'hidden': 200}}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'activation': 'LeakyReLU'}}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'posterior': {'type': 'low-rank'}}}",
        "{'name': 'x', 'data': {'type': 'csv', 'path': 'p', 'header': 1}}",
        "{'name': 'x', 'data': {'type': 'csv', 'path': 'p', 'columns': {'a': 1}}}",
      })
  void refusesWhatTheReaderRefuses(String json) {
    assertFalse(errors(json.replace('\'', '"')).isEmpty());
  }

  @Test
  void saysWhatKeysMeanAndDefaultTo() {
    JsonNode latentSize = document.get("properties").get("latentSize");
    assertEquals(8, latentSize.get("default").intValue());
    assertEquals("Coordinates of z, 1 to 65536.", latentSize.get("description").stringValue());
    JsonNode mixture = document.get("$defs").get("prior.mixture");
    assertTrue(mixture.get("description").stringValue().endsWith("(2016), section 3."));
  }
}
