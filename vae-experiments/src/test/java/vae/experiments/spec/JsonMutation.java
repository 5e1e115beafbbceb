package vae.experiments.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents that are JSON still, with values, keys and whole parts that do not belong there. */
public final class JsonMutation {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "1e999999999",
          "1000e2147483646",
          "1e-999999999",
          "-0.0",
          "0.5",
          "1e-320",
          "2147483648",
          "9007199254740993",
          "123456789012345678901234567890",
          "\"\"",
          "\"mlp\"",
          "\"NaN\"",
          "\"\\ud800\"",
          "\"../../etc\"",
          "[]",
          "{}",
          "[null]",
          "{\"type\": null}",
          "{\"type\": \"elbo\"}",
          "{\"type\": \"mlp\", \"type2\": 1}",
          "[1, 2, [3, [4, {\"a\": []}]]]",
          "[".repeat(110) + "]".repeat(110),
          "\"" + "x".repeat(5000) + "\"",
          "[" + "7,".repeat(2000) + "7]");

  private final SplittableRandom random;

  /** Of a fixed seed. */
  public JsonMutation(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The document with one to three of its parts changed. */
  public String of(String document) {
    JsonNode root = JSON.readTree(document);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      List<JsonNode> holders = new ArrayList<>();
      collect(root, holders);
      JsonNode holder = holders.get(random.nextInt(holders.size()));
      JsonNode value =
          random.nextInt(4) == 0
              ? holders.get(random.nextInt(holders.size())).deepCopy()
              : JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
      change(holder, value);
    }
    return JSON.writeValueAsString(root);
  }

  private void change(JsonNode holder, JsonNode value) {
    if (holder instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextBoolean()) {
        array.add(value);
      } else {
        array.set(random.nextInt(array.size()), value);
      }
    } else if (holder instanceof ObjectNode object) {
      List<String> names = new ArrayList<>(object.propertyNames());
      String name = names.isEmpty() ? "type" : names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name + "s", value);
        case 2 -> object.set(name.toUpperCase(Locale.ROOT), value);
        default -> object.set(name, value);
      }
    }
  }

  /** Objects and arrays with the root first. */
  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainer()) {
      into.add(node);
      node.forEach(child -> collect(child, into));
    }
  }
}
