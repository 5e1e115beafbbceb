package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PrettyJsonTest {

  private static JsonNode tree(String json) {
    return JsonText.parse(SpecSource.text(json)).tree();
  }

  @Test
  void whatFitsStaysOnOneLine() {
    SpecReader reader = new SpecReader(ToyComponents.catalogue());
    assertEquals(
        """
        {
          "name": "x",
          "seed": 1,
          "data": {"type": "digits", "binarization": {"type": "none"}},
          "latentSize": 8,
          "prior": {"type": "standard-normal"},
          "encoder": {
            "type": "mlp",
            "hidden": [200, 200],
            "activation": "tanh",
            "posterior": {"type": "diagonal"}
          },
          "decoder": {"type": "mlp", "hidden": [200, 200], "activation": "tanh"},
          "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.1}},
          "estimator": {"type": "elbo", "samples": 1},
          "optimizer": {"type": "adam", "learningRate": 0.001, "epsilon": 1e-8},
          "training": {
            "epochs": 100,
            "batchSize": 128,
            "evaluateEvery": 1,
            "dtype": "f32",
            "onDivergence": {"type": "fail"}
          },
          "evaluation": {"draws": 8, "nll": null}
        }
        """,
        reader.read("{\"name\": \"x\"}").pretty());
  }

  @Test
  void noLineIsLongerThanItMustBe() {
    String numbers =
        IntStream.range(0, 60).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String pretty = PrettyJson.of(tree("{\"a\": [" + numbers + "], \"\": {}, \"b\": []}"));
    assertEquals(60 + 2 + 2 + 2, pretty.lines().count());
    assertEquals(tree(pretty), tree("{\"a\": [" + numbers + "], \"\": {}, \"b\": []}"));
  }

  @Test
  void longValuesAreCutBetweenCharacters() {
    String smile = "\ud83d\ude00";
    for (int i = 50; i < 60; i++) {
      String cut = PrettyJson.shortened(tree("\"" + "a".repeat(i) + smile.repeat(20) + "\""));
      assertEquals(0, cut.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF).count());
      assertEquals('…', cut.charAt(cut.length() - 1));
    }
  }
}
