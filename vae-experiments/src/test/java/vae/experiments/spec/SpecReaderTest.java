package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.array.DType;
import vae.core.spec.SpecException;

class SpecReaderTest {

  private final SpecReader reader = new SpecReader(ToyComponents.catalogue());

  private Resolved set(String json, String... settings) {
    return reader.read(SpecSource.text(json), List.of(settings));
  }

  @Test
  void aNameIsEnough() {
    ExperimentSpec spec = reader.read("{\"name\": \"x\"}").spec();
    assertEquals(8, spec.latentSize());
    assertEquals(new ToyComponents.StandardNormal(), spec.prior());
    assertEquals(
        new TrainingSpec(
            100, 128, 1, DType.F32, new ToyComponents.Fail(), List.of(), List.of(), true),
        spec.training());
    assertEquals(Optional.empty(), spec.evaluation().nll());
    assertEquals(
        new ToyComponents.MlpEncoder(
            List.of(200, 200), ToyComponents.Activation.TANH, new ToyComponents.Diagonal()),
        spec.encoder());
  }

  @Test
  void theEmbeddedDefaultIsTheExperimentOfTheDocumentation() {
    ExperimentSpec spec = reader.read(SpecSource.embeddedDefault(), List.of()).spec();
    assertEquals("digits-diagonal", spec.name());
    assertEquals(Optional.of(new EvaluationSpec.Nll(500)), spec.evaluation().nll());
    assertEquals(new ToyComponents.Gaussian(new ToyComponents.Fixed(0.1)), spec.likelihood());
  }

  @Test
  void everyKeyIsWrittenOutInTheResolvedForm() {
    String canonical = reader.read("{\"name\": \"x\"}").canonical();
    assertEquals(
        """
        {"data":{"binarization":{"type":"none"},"type":"digits"},\
        "decoder":{"activation":"tanh","hidden":[200,200],"type":"mlp"},\
        "encoder":{"activation":"tanh","hidden":[200,200],"posterior":{"type":"diagonal"},\
        "type":"mlp"},"estimator":{"samples":1,"type":"elbo"},"evaluation":{"draws":8,"nll":null},\
        "latentSize":8,"likelihood":{"noise":{"sigma":0.1,"type":"fixed"},"type":"gaussian"},\
        "name":"x","optimizer":{"epsilon":1e-8,"learningRate":0.001,"type":"adam"},\
        "prior":{"type":"standard-normal"},"seed":1,\
        "training":{"batchSize":128,"dtype":"f32","epochs":100,"evaluateEvery":1,\
        "onDivergence":{"type":"fail"}}}\
        """,
        canonical);
  }

  @Test
  void theSpellingOfANumberDoesNotMatter() {
    Resolved one =
        reader.read("{\"name\": \"x\", \"optimizer\": {\"type\": \"sgd\", \"learningRate\": 1}}");
    Resolved other =
        reader.read(
            "{\"optimizer\": {\"learningRate\": 10.0E-1, \"type\": \"sgd\"}, \"name\":"
                + " \"\\u0078\"}");
    assertEquals(one, other);
  }

  @Test
  void negativeZeroIsZero() {
    Resolved zero = set("{\"name\": \"x\"}", "optimizer.learningRate=-0.0");
    double rate = ((ToyComponents.Adam) zero.spec().optimizer()).learningRate();
    assertEquals(Double.doubleToRawLongBits(0.0), Double.doubleToRawLongBits(rate));
  }

  @Test
  void tablesOptionalsAndForeignJsonAreRead() {
    Resolved csv =
        reader.read(
            """
            {"name": "x", "data": {"type": "csv", "path": "a.csv", "header": true, "rows": 3,
             "columns": {"a.b": "c"}, "notes": {"any": [1, 2.5, null]}}}
            """);
    ToyComponents.Csv data = assertInstanceOf(ToyComponents.Csv.class, csv.spec().data());
    assertEquals(Map.of("a.b", "c"), data.columns());
    assertEquals(Optional.of(3), data.rows());
    assertTrue(csv.canonical().contains("\"notes\":{\"any\":[1,2.5,null]}"));
    assertEquals(csv, reader.read(csv.pretty()));
  }

  @Test
  void aSettingGoesThroughDefaultsThatAreNotWritten() {
    Resolved spec = set("{\"name\": \"x\"}", "estimator.samples=5", "encoder.hidden[1]=7");
    assertEquals(new ToyComponents.Elbo(5), spec.spec().estimator());
    assertEquals(List.of(200, 7), ((ToyComponents.MlpEncoder) spec.spec().encoder()).hidden());
  }

  @Test
  void aSettingMakesTheObjectsOnItsWay() {
    Resolved spec = set("{\"name\": \"x\"}", "evaluation.nll.samples=9");
    assertEquals(Optional.of(new EvaluationSpec.Nll(9)), spec.spec().evaluation().nll());
    assertEquals(
        Optional.empty(), set(spec.pretty(), "evaluation.nll=null").spec().evaluation().nll());
  }

  @Test
  void aSettingIsJsonOrElseAString() {
    Resolved spec =
        set(
            "{}",
            "name=7",
            "training.dtype=f64",
            "prior={\"type\": \"mixture\", \"components\": 3}");
    assertEquals("7", spec.spec().name());
    assertEquals(DType.F64, spec.spec().training().dtype());
    assertEquals(
        new ToyComponents.Mixture(3, new ToyComponents.StandardNormal()), spec.spec().prior());
  }

  @Test
  void anotherTypeDropsTheKeysThatItDoesNotKnow() {
    String json =
        """
        {"name": "x", "encoder": {"type": "mlp", "hidden": [3], "posterior": {"type": "low-rank", "rank": 2}}}
        """;
    Resolved spec = set(json, "encoder.type=conv", "encoder.channels=[4]");
    assertEquals(
        new ToyComponents.ConvEncoder(
            List.of(4), ToyComponents.Activation.RELU, new ToyComponents.LowRank(2)),
        spec.spec().encoder());
    assertEquals(
        new ToyComponents.FullCovariance(),
        ((ToyComponents.MlpEncoder)
                set(json, "encoder.posterior.type=full-covariance").spec().encoder())
            .posterior());
  }

  @Test
  void anotherTypeTakesItsOwnDefaultsInPlaceOfTheOldOnes() {
    Resolved base = reader.read("{\"name\": \"x\"}");
    assertEquals(new ToyComponents.Sgd(0.1), base.with("optimizer.type", "sgd").spec().optimizer());
    assertEquals(
        new ToyComponents.Sgd(0.5),
        base.with("optimizer.learningRate", 0.5).with("optimizer.type", "sgd").spec().optimizer());
  }

  @Test
  void aSettingMeansTheSameForASpecAndItsResolvedForm() {
    String json = "{\"name\": \"x\", \"optimizer\": {\"type\": \"adam\", \"epsilon\": 0.5}}";
    for (String setting :
        List.of("optimizer.type=sgd", "encoder.type=conv", "estimator.samples=3", "latentSize=2")) {
      assertEquals(set(json, setting), set(reader.read(json).pretty(), setting), setting);
    }
  }

  @Test
  void variationsFromJavaLeaveTheirBaseAsItIs() {
    Resolved base = reader.read("{\"name\": \"x\"}");
    String before = base.canonical();
    Resolved varied =
        base.with("encoder.posterior", new ToyComponents.LowRank(3))
            .with("encoder.activation", ToyComponents.Activation.LEAKY_RELU)
            .with("encoder.hidden", List.of(5))
            .with("training", Map.of("epochs", 3))
            .with("seed", 4L)
            .with("evaluation.nll", Optional.empty());
    assertEquals(before, base.canonical());
    assertNotEquals(base, varied);
    assertEquals(
        new ToyComponents.MlpEncoder(
            List.of(5), ToyComponents.Activation.LEAKY_RELU, new ToyComponents.LowRank(3)),
        varied.spec().encoder());
    assertEquals(3, varied.spec().training().epochs());
    assertEquals(varied, reader.resolve(varied.spec()));
  }

  @Test
  void aChangedTreeDoesNotChangeTheSpec() {
    Resolved spec = reader.read("{\"name\": \"x\"}");
    spec.tree().asObject().put("name", "y");
    assertEquals("x", spec.tree().get("name").stringValue());
  }

  @Test
  void errorsOfVariationsNameThePath() {
    Resolved base = reader.read("{\"name\": \"x\"}");
    SpecException unknown =
        assertThrows(SpecException.class, () -> base.with("estimator.sample", 3));
    assertEquals(
        """
        with("estimator.sample"): estimator.sample: unknown key "sample"; did you mean "samples"?
        known: samples. `vae components estimator` describes the keys of "elbo".\
        """,
        unknown.getMessage());
    assertThrows(SpecException.class, () -> base.with("optimizer.learningRate", Double.NaN));
    assertThrows(SpecException.class, () -> base.with("optimizer.learningRate", new Object()));
  }

  @Test
  void filesAreReadAndNamedInErrors(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "\ufeff{\"name\":\n \"..\"}");
    SpecException wrong = assertThrows(SpecException.class, () -> reader.read(file));
    assertEquals(file + ":1", wrong.location());
    assertEquals("name", wrong.path());
    Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'"', (byte) 0xe9, '"'});
    for (Path bad : List.of(latin, folder, folder.resolve("none.json"))) {
      SpecException unreadable = assertThrows(SpecException.class, () -> reader.read(bad));
      assertTrue(unreadable.getMessage().startsWith(bad + ": "), unreadable.getMessage());
    }
  }
}
