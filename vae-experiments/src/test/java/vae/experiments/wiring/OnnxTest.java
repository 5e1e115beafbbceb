package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Origin;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Mixture;
import vae.core.distribution.Posterior;
import vae.core.model.Batch;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.export.OnnxExport;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;
import vae.experiments.wiring.Combination.Axis;

/**
 * ONNX Runtime computes from an exported model what we do, for every component of the catalogue and
 * a number of rows that the export never saw.
 */
final class OnnxTest {

  private static final int ROWS = 5;
  private static final int LATENT = 4;

  /** Of the largest value of an output. */
  private static final double RELATIVE = 1e-5;

  /** A model in whose other parts every component fits, but for those that ask for company. */
  private static final Map<Axis, String> BASE =
      Map.of(
          Axis.ENCODER, "mlp",
          Axis.DECODER, "mlp",
          Axis.POSTERIOR, "diagonal",
          Axis.PRIOR, "standard-normal",
          Axis.LIKELIHOOD, "gaussian/fixed",
          Axis.ESTIMATOR, "elbo-mc",
          Axis.CONDITION, "none",
          Axis.MISSING, "none");

  private static final List<Map<Axis, String>> COMPANY =
      List.of(
          Map.of(),
          Map.of(Axis.PRIOR, "hierarchical"),
          Map.of(Axis.CONDITION, "labels"),
          Map.of(Axis.ENCODER, "hierarchical"));

  /** Likelihoods whose mean is computed beside the tape. */
  private static final Set<String> WITHOUT_MEAN = Set.of("discretized-logistic");

  @TempDir private static Path folder;
  private static String table;
  private static KernelSet kernels;
  private static ModelFactory factory;
  private static OrtEnvironment runtime;

  @BeforeAll
  static void start() throws IOException {
    kernels = SmallRun.scalar();
    factory = new ModelFactory(SmallRun.slots());
    runtime = OrtEnvironment.getEnvironment();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 13; i++) {
      for (int j = 0; j < 9; j++) {
        rows.append(i * (j + 2) % 7 / 6.0).append(j == 8 ? "\n" : ",");
      }
    }
    table = Files.writeString(folder.resolve("table.csv"), rows).toString();
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  @TestFactory
  Stream<DynamicTest> everyComponentAgreesOrIsLeftOutWithReason() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      if (axis != Axis.ESTIMATOR) {
        for (String choice : axis.choices()) {
          String name = axis.name().toLowerCase(Locale.ROOT) + " " + choice;
          tests.add(
              DynamicTest.dynamicTest(
                  name, () -> agrees(fitting(axis, choice), !WITHOUT_MEAN.contains(choice))));
        }
      }
    }
    for (String encoder : Axis.ENCODER.choices()) {
      for (Map<Axis, String> more :
          List.of(
              Map.of(Axis.CONDITION, "labels"),
              Map.of(Axis.MISSING, "at-random"),
              Map.of(Axis.POSTERIOR, "full-covariance"))) {
        if (!encoder.equals("ladder")) {
          tests.add(
              DynamicTest.dynamicTest(
                  "encoder %s with %s".formatted(encoder, more),
                  () -> {
                    Map<Axis, String> choices = new HashMap<>(more);
                    choices.put(Axis.ENCODER, encoder);
                    agrees(made(choices).orElseThrow(), true);
                  }));
        }
      }
    }
    return tests.stream();
  }

  /** What the catalogue's small models leave at its default. */
  @TestFactory
  Stream<DynamicTest> everyOptionOfANetworkAgrees() {
    Map<String, String> networks = new LinkedHashMap<>();
    for (String activation :
        List.of(
            "identity",
            "relu",
            "tanh",
            "sigmoid",
            "leaky-relu",
            "elu",
            "softplus",
            "gelu",
            "silu")) {
      networks.put(
          "mlp " + activation,
          "\"type\": \"mlp\", \"hidden\": [8, 6], \"activation\": \"%s\"".formatted(activation));
    }
    String layers =
        "\"layers\": [{\"channels\": 4, \"kernel\": 3, \"stride\": 2},"
            + " {\"channels\": 6, \"kernel\": 2, \"stride\": 1, \"padding\": 0}]";
    for (String type : List.of("none", "batch", "layer", "group")) {
      String normalization = "\"normalization\": {\"type\": \"%s\", \"groups\": 2}".formatted(type);
      networks.put(
          "mlp normalised by " + type, "\"type\": \"mlp\", \"hidden\": [8], " + normalization);
      networks.put(
          "conv normalised by " + type,
          "\"type\": \"conv\", \"activation\": \"silu\", \"residualBlocks\": 1, %s, %s"
              .formatted(layers, normalization));
    }
    return networks.entrySet().stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.getKey(),
                    () -> {
                      String json =
                          """
                          { "name": "options", "latentSize": %d,
                            "data": {"type": "digits", "limit": 8},
                            "encoder": {%s}, "decoder": {%s} }
                          """
                              .formatted(LATENT, it.getValue(), it.getValue());
                      ExperimentSpec spec = SmallRun.read(json).spec();
                      Dataset data = factory.data(spec, SmallRun.locations());
                      agrees(new Made(spec, data, factory.model(spec, data)), true);
                    }));
  }

  private record Made(ExperimentSpec spec, Dataset data, Model model) {}

  private static Made fitting(Axis axis, String choice) {
    for (Map<Axis, String> company : COMPANY) {
      Map<Axis, String> choices = new HashMap<>(company);
      choices.put(axis, choice);
      Optional<Made> made = made(choices);
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw new AssertionError(axis + " " + choice + " fits nothing");
  }

  private static Optional<Made> made(Map<Axis, String> choices) {
    List<String> values =
        Arrays.stream(Axis.values()).map(it -> choices.getOrDefault(it, BASE.get(it))).toList();
    try {
      ExperimentSpec spec = new Combination(values).spec(table);
      Dataset data = factory.conditioned(spec, factory.data(spec, SmallRun.locations()));
      return Optional.of(new Made(spec, data, factory.model(spec, data)));
    } catch (SpecException e) {
      return Optional.empty();
    }
  }

  private static void agrees(Made made, boolean mean) throws OrtException {
    SplittableRandom random = new SplittableRandom(3);
    for (Parameter parameter : made.model().parameters().list()) {
      perturb(parameter, random);
    }
    OnnxExport.Sizes sizes =
        new OnnxExport.Sizes(
            made.data().dimension(), LATENT, made.data().conditionSize(), made.data().incomplete());
    OnnxExport.Written written =
        OnnxExport.of(
            made.model(), sizes, made.spec().training().dtype(), new TreeMap<>(), kernels);
    assertEquals(
        leftOut(made.model(), sizes), written.leftOut().keySet(), written.leftOut()::toString);
    written.leftOut().values().forEach(why -> assertTrue(why.startsWith("it "), why));
    Map<String, float[]> inputs = new HashMap<>();
    inputs.put("x", values(random, sizes.data()));
    inputs.put("z", values(random, LATENT));
    inputs.put("condition", values(random, Math.max(1, sizes.condition())));
    inputs.put("observed", values(random, sizes.data()));
    for (int i = 0; i < inputs.get("observed").length; i++) {
      inputs.get("observed")[i] = inputs.get("observed")[i] < 0.7 ? 1 : 0;
    }
    try (Tape tape = Tape.of(kernels, made.spec().training().dtype())) {
      tape.differentiate(false);
      int outputs = 0;
      for (Map.Entry<String, byte[]> file : written.files().entrySet()) {
        tape.reset();
        Map<String, Tensor> ours = ours(file.getKey(), made.model(), sizes, tape, inputs, mean);
        noise(tape, inputs);
        outputs += compare(file.getKey(), file.getValue(), inputs, ours);
      }
      assertTrue(outputs >= 2, written.files()::toString);
    }
  }

  /** A posterior without moments has no encoder to write, and a mixture chooses beside the tape. */
  private static Set<String> leftOut(Model model, OnnxExport.Sizes sizes) {
    Set<String> expected = new TreeSet<>();
    try (Tape tape = Tape.of(kernels, model.parameters().type())) {
      tape.differentiate(false);
      Pass pass = model.pass(tape);
      if (sizes.condition() > 0) {
        pass = pass.conditionedOn(tape.full(Shape.of(ROWS, sizes.condition()), 0));
      }
      Posterior q = model.on(tape.full(Shape.of(ROWS, sizes.data()), 0), pass).posterior();
      if (!(q instanceof HasMean) && !(q instanceof HasMarginals)) {
        expected.add("encoder.onnx");
      }
      if (model.generative(pass).prior() instanceof Mixture) {
        expected.add("sampler.onnx");
      }
    }
    return expected;
  }

  /** Away from where training starts, where a flow is the identity and a bias 0. */
  private static void perturb(Parameter parameter, SplittableRandom random) {
    boolean positive = parameter.name().endsWith("variance");
    NdArray value = parameter.value();
    for (int i = 0; i < value.shape().size(); i++) {
      double u = random.nextDouble();
      value.set(i, positive ? value.get(i) * (0.5 + u) : value.get(i) + 0.3 * (u - 0.5));
    }
  }

  private static float[] values(SplittableRandom random, int size) {
    float[] values = new float[ROWS * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static NdArray array(Map<String, float[]> inputs, String name) {
    float[] values = inputs.get(name);
    return NdArray.of(Shape.of(ROWS, values.length / ROWS), values);
  }

  /** What the framework computes, without anything of the export. */
  private static Map<String, Tensor> ours(
      String file,
      Model model,
      OnnxExport.Sizes sizes,
      Tape tape,
      Map<String, float[]> inputs,
      boolean mean) {
    Optional<NdArray> condition =
        sizes.condition() > 0 ? Optional.of(array(inputs, "condition")) : Optional.empty();
    Batch batch =
        new Batch(
            array(inputs, "x"),
            condition,
            sizes.incomplete() ? Optional.of(array(inputs, "observed")) : Optional.empty(),
            LongStream.range(0, ROWS).toArray());
    Key key = Key.of(9).rows(batch.identities());
    Map<String, Tensor> outputs = new TreeMap<>();
    switch (file) {
      case "encoder.onnx" -> {
        Posterior q = model.on(tape, batch).posterior();
        if (q instanceof HasMean known) {
          outputs.put("mean", known.mean());
        }
        if (q instanceof HasMarginals known) {
          outputs.put("log_variance", known.marginals().logDeviation().multiply(2));
        }
      }
      case "posterior.onnx" -> {
        ModelOnBatch on = model.on(tape, batch);
        outputs.put("z", on.posterior().draw(1, key).z());
      }
      default -> {
        Pass pass = model.pass(tape);
        if (condition.isPresent()) {
          pass = pass.conditionedOn(tape.constant(condition.get()));
        }
        GenerativeModel p = model.generative(pass);
        Tensor z = tape.constant(array(inputs, "z"));
        if (file.equals("sampler.onnx")) {
          Distribution prior = p.prior();
          boolean alike = prior.batchShape().rank() == 0;
          z = prior.draw(alike ? ROWS : 1, alike ? Key.of(9) : key).z().reshape(ROWS, LATENT);
          outputs.put("z", z);
        }
        if (mean) {
          outputs.put("mean", p.likelihood(z).mean());
        } else {
          outputs.put("output", model.decoder().given(pass).decode(z));
        }
      }
    }
    return outputs;
  }

  /** What was drawn, in the order of the draws. */
  private static void noise(Tape tape, Map<String, float[]> inputs) {
    inputs.keySet().removeIf(it -> it.startsWith("noise"));
    int count = 0;
    for (Tensor node : tape.recorded()) {
      if (node.origin() == Origin.NORMAL) {
        double[] drawn = node.toArray().toDoubles();
        float[] values = new float[drawn.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) drawn[i];
        }
        inputs.put(count++ == 0 ? "noise" : "noise" + count, values);
      }
    }
  }

  private static int compare(
      String file, byte[] model, Map<String, float[]> inputs, Map<String, Tensor> ours)
      throws OrtException {
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = runtime.createSession(model, options)) {
        for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
          float[] values = inputs.get(input.getKey());
          TensorInfo info = (TensorInfo) input.getValue().getInfo();
          assertEquals(-1, info.getShape()[0], file + " " + input.getKey());
          assertEquals(values.length / ROWS, info.getShape()[1], file + " " + input.getKey());
          long[] shape = {ROWS, values.length / ROWS};
          feeds.put(
              input.getKey(), OnnxTensor.createTensor(runtime, FloatBuffer.wrap(values), shape));
        }
        assertEquals(ours.keySet(), new TreeSet<>(session.getOutputNames()), file);
        try (OrtSession.Result result = session.run(feeds)) {
          ours.forEach((name, value) -> same(file + " " + name, value, result.get(name).get()));
        }
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
    return ours.size();
  }

  private static void same(String what, Tensor ours, OnnxValue theirs) {
    double[] expected = ours.toArray().toDoubles();
    FloatBuffer got = ((OnnxTensor) theirs).getFloatBuffer();
    assertEquals(expected.length, got.remaining(), what);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 1e-3 && Double.isFinite(largest), what + " " + largest);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], got.get(i), RELATIVE * largest, what + " " + i);
    }
  }
}
