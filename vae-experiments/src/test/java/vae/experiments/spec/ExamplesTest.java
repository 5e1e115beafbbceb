package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import vae.core.network.ConvolutionSpec;
import vae.core.spec.SpecException;
import vae.data.published.PublishedImages;
import vae.experiments.study.StudySpec;
import vae.experiments.sweep.plan.Sweep;
import vae.experiments.sweep.plan.SweepReader;
import vae.experiments.sweep.plan.SweepSpec;
import vae.experiments.wiring.Slots;
import vae.models.decoder.ConvDecoder;
import vae.models.encoder.ConvEncoder;
import vae.models.likelihood.BernoulliLikelihood;

/**
 * The files of {@code examples/}, the built-in experiment and the schema of the real components.
 */
class ExamplesTest {

  private static final Path FOLDER = Path.of("..", "examples");

  private static final Slots SLOTS = Slots.load(null);

  /** Reading one takes longer than all validations with it. */
  private static final Map<Class<? extends Record>, Schema> SCHEMAS = new HashMap<>();

  private final SpecReader reader = new SpecReader(SLOTS.catalogue());
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Schema schema(Class<? extends Record> document) {
    JsonNode schema = SchemaWriter.schema(reader.structure(), document);
    return registry.getSchema(schema.toString(), InputFormat.JSON);
  }

  private List<Error> errors(Class<? extends Record> document, String json) {
    return SCHEMAS.computeIfAbsent(document, this::schema).validate(json, InputFormat.JSON);
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadAndFitsTheSchema(Path file) {
    SpecSource source = SpecSource.file(file);
    if (SpecReader.hasKey(source, "experiment")) {
      StudySpec study = reader.read(StudySpec.class, source, List.of());
      assertEquals(List.of(), errors(StudySpec.class, source.text()));
      assertEquals(List.of(), errors(StudySpec.class, reader.writer().pretty(study)));
    } else if (SpecReader.hasKey(source, "base")) {
      Sweep sweep = new SweepReader(SLOTS).read(source, List.of());
      assertEquals(List.of(), errors(SweepSpec.class, source.text()));
      assertEquals(List.of(), errors(SweepSpec.class, sweep.json().toString()));
    } else {
      Resolved spec = reader.read(file);
      assertEquals(spec, reader.read(spec.pretty()));
      assertEquals(List.of(), errors(ExperimentSpec.class, source.text()));
      assertEquals(List.of(), errors(ExperimentSpec.class, spec.pretty()));
    }
  }

  @Test
  void everyExampleHasANameOfItsOwn() throws IOException {
    List<String> names =
        files().stream()
            .map(file -> JsonText.parse(SpecSource.file(file)).tree().get("name") + "")
            .toList();
    assertEquals(names.size(), names.stream().distinct().count(), names.toString());
    assertTrue(names.size() >= 6, names.toString());
  }

  @Test
  void digitsIsTheBuiltInExperiment() throws IOException {
    String file = Files.readString(FOLDER.resolve("digits.json"));
    assertEquals(SpecSource.embeddedDefault().text(), file);
  }

  @Test
  void theResolvedFormIsAFixedPoint() {
    for (Resolved spec :
        List.of(
            reader.read(SpecSource.embeddedDefault(), List.of()),
            reader.read("{\"name\": \"x\"}"))) {
      Resolved again = reader.read(spec.pretty());
      assertEquals(spec, again);
      assertEquals(spec.pretty(), again.pretty());
      assertEquals(spec, reader.read(spec.canonical()));
      assertEquals(spec.spec(), reader.resolve(spec.spec()).spec());
      assertEquals(List.of(), errors(ExperimentSpec.class, spec.pretty()));
    }
  }

  @Test
  void mnistIsTheSetUpOfTheLiterature() {
    ExperimentSpec mnist = reader.read(FOLDER.resolve("mnist.json")).spec();
    assertEquals("mnist", mnist.name());
    assertTrue(mnist.data() instanceof PublishedImages.Mnist);
    assertEquals(20, mnist.latentSize());
    assertEquals(new BernoulliLikelihood.Spec(), mnist.likelihood());
    assertEquals(20, mnist.training().epochs());
    assertEquals(128, mnist.training().batchSize());
    assertEquals(Optional.empty(), mnist.evaluation().nll());
    Resolved fashion = reader.read(FOLDER.resolve("fashion-mnist.json"));
    assertTrue(fashion.spec().data() instanceof PublishedImages.FashionMnist);
    assertEquals(
        reader.read(FOLDER.resolve("mnist.json")).with("name", "x").with("data.type", "digits"),
        fashion.with("name", "x").with("data.type", "digits"));
  }

  @Test
  void theDecoderOfMnistConvMirrorsItsEncoder() {
    Resolved example = reader.read(FOLDER.resolve("mnist-conv.json"));
    ExperimentSpec spec = example.spec();
    ConvEncoder.Spec encoder = (ConvEncoder.Spec) spec.encoder();
    ConvDecoder.Spec decoder = (ConvDecoder.Spec) spec.decoder();
    assertEquals(
        List.of(new ConvolutionSpec(32, 4, 2, 1), new ConvolutionSpec(64, 4, 2, 1)),
        encoder.layers());
    assertEquals(encoder.layers().reversed(), decoder.layers());
    assertEquals(List.of(256), encoder.hidden());
    assertEquals(List.of(256), decoder.hidden());
    assertEquals(16, spec.latentSize());
    ExperimentSpec mlp = reader.read(FOLDER.resolve("mnist.json")).spec();
    assertEquals(mlp.data(), spec.data());
    assertEquals(mlp.likelihood(), spec.likelihood());
    assertEquals(mlp.training(), spec.training());
    Resolved silent =
        reader.read(
            """
            {"name": "x", "encoder": {"type": "conv"}, "decoder": {"type": "conv"}}
            """);
    assertEquals(encoder, silent.spec().encoder());
    assertEquals(decoder, silent.spec().decoder());
  }

  @Test
  void mnistConditionalIsMnistGivenItsLabels() {
    Resolved example = reader.read(FOLDER.resolve("mnist-conditional.json"));
    assertEquals(
        reader
            .read(FOLDER.resolve("mnist.json"))
            .with("name", "mnist-conditional")
            .with("condition.type", "labels")
            .with("prior.type", "conditional"),
        example);
  }

  @Test
  void theSchemasAreSchemas() {
    for (Class<? extends Record> document :
        List.of(ExperimentSpec.class, StudySpec.class, SweepSpec.class)) {
      JsonNode schema = SchemaWriter.schema(reader.structure(), document);
      Schema meta = registry.getSchema(SchemaLocation.of(schema.get("$schema").stringValue()));
      assertEquals(List.of(), meta.validate(schema.toString(), InputFormat.JSON));
    }
  }

  /** Each is wrong in a way that a schema can see; the reader refuses them too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{'name': 'x'}]",
        "'digits'",
        "{'name': 5}",
        "{'name': 'x', 'latent': 8}",
        "{'name': 'x', 'latentSize': 1.5}",
        "{'name': 'x', 'latentSize': '8'}",
        "{'name': 'x', 'seed': null}",
        "{'name': 'x', 'seed': 9007199254740993}",
        "{'name': 'x', 'training': 100}",
        "{'name': 'x', 'training': {'epochs': 3000000000}}",
        "{'name': 'x', 'training': {'batchsize': 64}}",
        "{'name': 'x', 'training': {'dtype': 'float32'}}",
        "{'name': 'x', 'data': {'type': 'mnits'}}",
        "{'name': 'x', 'data': {'type': 'npy', 'path': 'x.npy'}}",
        "{'name': 'x', 'data': {'type': 'digits', 'binarization': {'level': 0.5}}}",
        "{'name': 'x', 'data': {'type': 'digits', 'split': {'validation': 0}}}",
        "{'name': 'x', 'prior': {'type': 'diagonal'}}",
        "{'name': 'x', 'encoder': null}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'hidden': 200}}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'hidden': [[200]]}}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'activation': 'swish'}}",
        "{'name': 'x', 'encoder': {'type': 'mlp', 'posterior': 'diagonal'}}",
        "{'name': 'x', 'encoder': {'type': 'conv', 'layers': [32]}}",
        "{'name': 'x', 'encoder': {'type': 'conv', 'layers': [{'kernel': 3}]}}",
        "{'name': 'x', 'encoder': {'type': 'conv', 'layers': [{'channels': 3, 'size': 3}]}}",
        "{'name': 'x', 'encoder': {'type': 'conv', 'normalization': {'type': 'batches'}}}",
        "{'name': 'x', 'likelihood': {'type': 'gaussian', 'noise': {'type': 'fixed', 'sigma':"
            + " '1'}}}",
        "{'name': 'x', 'likelihood': {'type': 'gaussian', 'sigma': 0.1}}",
        "{'name': 'x', 'optimizer': {'type': 'sgd', 'beta1': 0.9}}",
        "{'name': 'x', 'evaluation': {'nll': {'k': 500}}}",
        "{'name': 'x', 'evaluation': {'nll': 500}}",
      })
  void theSchemaRefusesWhatIsWrong(String json) {
    assertFalse(errors(ExperimentSpec.class, json.replace('\'', '"')).isEmpty());
    assertThrows(SpecException.class, () -> reader.read(json.replace('\'', '"')));
  }

  /** Each is wrong in a way that a schema can see; the reader refuses them too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'name': 'x'}",
        "{'base': 'digits.json'}",
        "{'name': 'x', 'base': 5}",
        "{'name': 'x', 'base': []}",
        "{'name': 'x', 'base': {'name': 'y', 'latent': 8}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'method': 'grid'}",
        "{'name': 'x', 'base': {'name': 'y'}, 'method': {'type': 'random'}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'method': {'type': 'grid', 'trials': 5}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'method': {'type': 'rungs', 'epochs': 5}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'seed': [1]}",
        "{'name': 'x', 'base': {'name': 'y'}, 'seeds': 1}",
        "{'name': 'x', 'base': {'name': 'y'}, 'seeds': [1.5]}",
        "{'name': 'x', 'base': {'name': 'y'}, 'run_cap': '5'}",
        "{'name': 'x', 'base': {'name': 'y'}, 'metric': 'test/elbo'}",
        "{'name': 'x', 'base': {'name': 'y'}, 'metric': {'name': 'test/elbo', 'goal': 'up'}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'parameters': {'latentSize': [2]}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'parameters': {'latentSize': {'values': 2}}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'parameters': {'latentSize': {'value': [2]}}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'parameters': {'a': {'cases': {'latentSize': 2}}}}",
        "{'name': 'x', 'base': {'name': 'y'}, 'parameters': {'a': {'min': '1', 'max': 2}}}",
      })
  void theSchemaOfSweepsRefusesWhatIsWrong(String json) {
    String text = json.replace('\'', '"');
    assertFalse(errors(SweepSpec.class, text).isEmpty());
    SweepReader sweeps = new SweepReader(SLOTS);
    assertThrows(SpecException.class, () -> sweeps.read(SpecSource.text(text), List.of()));
  }
}
