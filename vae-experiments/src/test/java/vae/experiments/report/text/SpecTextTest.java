package vae.experiments.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SpecTextTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void whatFitsALineStaysOnIt() {
    String text =
        """
        {
          "name": "a",
          "prior": {"type": "standard-normal"},
          "encoder": {
            "type": "mlp",
            "hidden": [200, 200],
            "posterior": {"type": "householder", "reflections": 12, "note": "\u2264"}
          },
          "none": {},
          "list": []
        }
        """;
    assertEquals(text, SpecText.of(JSON.readTree(text)));
  }

  @Test
  void layoutNeverChangesTheContent() {
    StringBuilder deep = new StringBuilder("{\"list\":[");
    for (int i = 0; i < 60; i++) {
      deep.append("{\"key \\\" ").append(i).append("\":[null,true,1e-9,\"a\\nb\"]},");
    }
    JsonNode node = JSON.readTree(deep.append("3]}").toString());
    assertEquals(node, JSON.readTree(SpecText.of(node)));
  }
}
