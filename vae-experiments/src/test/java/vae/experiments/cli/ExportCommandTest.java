package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.process.Numpy;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.wiring.DocsBlock;

/** Runs and data sets as other tools get them. */
final class ExportCommandTest {

  @TempDir private static Path root;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    Path runs = root.resolve("runs");
    Invocation made =
        Invocation.of(
            "run",
            "--runs",
            runs,
            Invocation.TINY,
            "--set=training.epochs=2",
            "--set=training.dtype=f64");
    assertEquals(0, made.code(), made.err());
    run =
        Invocation.children(runs).stream()
            .filter(it -> it.getFileName().toString().startsWith("digits"))
            .findFirst()
            .get();
    assertEquals(0, Invocation.of("evaluate", run, "--save").code());
  }

  private static Path exported(String name, Object... arguments) {
    Path out = root.resolve(name);
    Invocation done = Invocation.of("export", run, "-o", out, List.of(arguments));
    assertEquals(0, done.code(), done.err());
    assertEquals(out + System.lineSeparator(), done.out());
    return out;
  }

  private static Path data(String name, Object... arguments) {
    Path out = root.resolve(name);
    Invocation done = Invocation.of("data", "export", "digits", "-o", out, List.of(arguments));
    assertEquals(0, done.code(), done.err());
    return out;
  }

  /** The entries of an archive. */
  private static Map<String, byte[]> entries(Path npz) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(npz.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  /** The elements of an array, by the length that its header has. */
  private static ByteBuffer elements(byte[] npy) {
    ByteBuffer all = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    return all.position(10 + all.getShort(8)).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static double[] doubles(byte[] npy) {
    double[] values = new double[elements(npy).remaining() / Double.BYTES];
    elements(npy).asDoubleBuffer().get(values);
    return values;
  }

  private static long[] longs(byte[] npy) {
    long[] values = new long[elements(npy).remaining() / Long.BYTES];
    elements(npy).asLongBuffer().get(values);
    return values;
  }

  @Test
  void everyParameterAndArrayIsInTheArchiveBitForBit() throws IOException {
    Map<String, byte[]> entries = entries(exported("arrays.npz", "--to=npz"));
    Set<String> expected = new TreeSet<>(Set.of("README.txt", "experiment.json"));
    Map<String, String> files =
        Map.of("", "checkpoints/final.safetensors", "evaluation.", "evaluation.safetensors");
    for (Map.Entry<String, String> file : files.entrySet()) {
      SafeTensors.read(run.resolve(file.getValue()))
          .entries()
          .forEach(
              (name, entry) -> {
                if (name.indexOf(':') < 0) {
                  String member = file.getKey() + name + ".npy";
                  expected.add(member);
                  if (!name.equals("latent_labels")) {
                    assertArrayEquals(entry.doubles(), doubles(entries.get(member)), member);
                  }
                }
              });
    }
    Path saved = Invocation.children(run.resolve("evaluations")).getFirst();
    SafeTensors.read(saved.resolve("arrays.safetensors"))
        .entries()
        .keySet()
        .forEach(it -> expected.add("evaluations.%s.%s.npy".formatted(saved.getFileName(), it)));
    assertEquals(expected, entries.keySet());
    assertTrue(expected.contains("encoder.output.weight.npy"), expected::toString);
    assertEquals(
        Files.readString(run.resolve("experiment.json")),
        new String(entries.get("experiment.json"), StandardCharsets.UTF_8));
    String readme = new String(entries.get("README.txt"), StandardCharsets.UTF_8);
    assertTrue(readme.startsWith(run.getFileName() + "\ndigest sha256:"), readme);
    assertTrue(readme.contains("\nencoder.output.bias [4]\n"), readme);
  }

  /** By the reader that docs/arrays.md shows. */
  @Test
  void numpyComputesTheRateAndTheElboFromTheExports() throws Exception {
    Path script = root.resolve("elbo.py");
    Files.writeString(script, DocsBlock.text("docs/arrays.md", "elbo.py"));
    assertTrue(Files.readAllLines(script).size() <= 40);
    Path arrays = exported("elbo.npz", "--to=npz");
    Path data = data("elbo-data.npz", "--set=data.limit=128");
    List<String> lines = Numpy.find().run(script, arrays, data);
    assertEquals(2, lines.size(), lines::toString);
    JsonNode metrics =
        JsonMapper.shared().readTree(Files.readString(run.resolve("result.json"))).path("metrics");
    double rate = metrics.path("test/rate").asDouble();
    assertEquals(rate, Double.parseDouble(lines.get(0).split(" ")[1]), 1e-5 * rate);
    String[] elbo = lines.get(1).split(" ");
    double ours = metrics.at("/test~1elbo/value").asDouble();
    double error =
        Math.hypot(Double.parseDouble(elbo[3]), metrics.at("/test~1elbo/standardError").asDouble());
    assertTrue(error > 0 && error < 0.02 * Math.abs(ours), lines::toString);
    assertEquals(ours, Double.parseDouble(elbo[1]), 5 * error);
  }

  @Test
  void tablesHaveEveryValueOfTheRun() throws IOException {
    Path tables = exported("tables", "--to=csv", "--per-example");
    JsonMapper json = JsonMapper.shared();
    List<String> logged =
        Files.readAllLines(run.resolve("metrics.jsonl")).stream()
            .map(json::readTree)
            .map(
                it ->
                    "%s,%s,%s,%s"
                        .formatted(
                            it.get("step"),
                            it.get("epoch"),
                            it.get("name").stringValue(),
                            it.get("value").doubleValue()))
            .toList();
    List<String> metrics = Files.readAllLines(tables.resolve("metrics.csv"));
    assertEquals("step,epoch,name,value", metrics.getFirst());
    assertEquals(logged, metrics.subList(1, metrics.size()));
    JsonNode result = json.readTree(Files.readString(run.resolve("result.json")));
    List<String> rows = Files.readAllLines(tables.resolve("result.csv"));
    JsonNode elbo = result.at("/metrics/test~1elbo");
    assertTrue(
        rows.contains(
            "test/elbo,%s,%s,nats,larger"
                .formatted(
                    elbo.get("value").doubleValue(), elbo.get("standardError").doubleValue())),
        rows::toString);
    List<String> examples = Files.readAllLines(tables.resolve("examples.csv"));
    List<String> header = List.of(examples.getFirst().split(","));
    assertEquals("example", header.getFirst());
    assertTrue(header.containsAll(List.of("label", "elbo", "code.0", "code.1")), header::toString);
    double mean =
        examples.stream()
            .skip(1)
            .mapToDouble(it -> Double.parseDouble(it.split(",", -1)[header.indexOf("elbo")]))
            .average()
            .orElseThrow();
    assertEquals(elbo.get("value").doubleValue(), mean, 1e-9 * Math.abs(mean));
    String id = Invocation.children(run.resolve("evaluations")).getFirst().getFileName() + "";
    List<String> saved = Files.readAllLines(tables.resolve("examples-" + id + ".csv"));
    assertEquals(examples.size(), saved.size());
    assertTrue(Files.exists(tables.resolve("evaluation-" + id + ".csv")));
  }

  @Test
  void theSplitOfExportedDataIsTheOneThatTheRunRecorded() throws Exception {
    Map<String, byte[]> entries = entries(data("split.npz", "--set=data.limit=128"));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Set<Long> all = new TreeSet<>();
    for (String part : List.of("train", "validation", "test")) {
      long[] identities = longs(entries.get(part + ".example.npy"));
      Arrays.stream(identities).forEach(all::add);
      digest.update((identities.length + "\n").getBytes(StandardCharsets.US_ASCII));
      for (long identity : identities) {
        digest.update(
            ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) identity).array());
      }
      assertEquals(identities.length, longs(entries.get(part + ".label.npy")).length);
    }
    assertEquals(128 + 180 + 180, all.size());
    String provenance = Files.readString(run.resolve("provenance.json"));
    assertEquals(
        JsonMapper.shared().readTree(provenance).at("/data/splitSha256").stringValue(),
        HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void exportedBinaryDataAreThoseThatAnEvaluationSees() throws IOException {
    List<String> binary =
        List.of(
            "--set=seed=7",
            "--set=data.limit=128",
            "--set=data.binarization.type=dynamic-per-batch");
    Path runs = root.resolve("binary");
    Invocation made =
        Invocation.of(
            "run",
            "--runs",
            runs,
            Invocation.TINY,
            binary,
            "--set=likelihood={\"type\": \"bernoulli\"}");
    assertEquals(0, made.code(), made.err());
    Path folder =
        Invocation.children(runs).stream()
            .filter(it -> it.getFileName().toString().startsWith("digits"))
            .findFirst()
            .get();
    double[] seen =
        SafeTensors.read(folder.resolve("evaluation.safetensors")).entry("originals").toDoubles();
    ByteBuffer bytes =
        elements(entries(data("binary.npz", binary.toArray())).get("test.binarized.npy"));
    assertTrue(seen.length == 20 * 64 && Arrays.stream(seen).distinct().count() == 2);
    for (int i = 0; i < seen.length; i++) {
      assertEquals(seen[i], bytes.get(i));
    }
  }

  /** The trained parameters are the files'; what the files hold for any model, OnnxTest shows. */
  @Test
  void onnxRuntimeEncodesTheTestDataAsTheRunDid() throws Exception {
    Path models = exported("models", "--to=onnx");
    List<String> names =
        Invocation.children(models).stream().map(it -> it.getFileName().toString()).toList();
    assertEquals(List.of("decoder.onnx", "encoder.onnx", "posterior.onnx", "sampler.onnx"), names);
    double[] expected =
        SafeTensors.read(run.resolve("evaluation.safetensors")).entry("latent_means").toDoubles();
    byte[] x = entries(data("x.npz", "--set=data.limit=128")).get("test.x.npy");
    FloatBuffer values =
        ByteBuffer.allocateDirect(elements(x).remaining())
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    values.put(elements(x).asFloatBuffer()).flip();
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (OrtSession session = runtime.createSession(models.resolve("encoder.onnx").toString());
        OnnxTensor fed = OnnxTensor.createTensor(runtime, values, new long[] {180, 64});
        OrtSession.Result result = session.run(Map.of("x", fed))) {
      assertEquals(
          run.getFileName().toString(), session.getMetadata().getCustomMetadataValue("run").get());
      FloatBuffer mean = ((OnnxTensor) result.get("mean").get()).getFloatBuffer();
      assertEquals(expected.length, mean.remaining());
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], mean.get(i), 1e-5);
      }
    }
  }

  private static void refused(String message, Object... arguments) {
    Invocation refused = Invocation.of(arguments);
    assertEquals(2, refused.code(), refused.out());
    assertEquals(Paragraph.hanging("vae: ", message) + System.lineSeparator(), refused.err());
  }

  @Test
  void whatIsThereIsReplacedOnlyWhereAsked() throws IOException {
    Path file = Files.writeString(root.resolve("mine.txt"), "mine");
    Path folder = Files.createDirectory(root.resolve("mine"));
    Path other = Files.writeString(folder.resolve("other.txt"), "mine");
    refused(
        "-o %s: this exists already\nName another file, or replace it with --force."
            .formatted(file),
        "export",
        run,
        "--to=npz",
        "-o",
        file);
    refused(
        "-o %s: this exists already\nName another file, or replace it with --force."
            .formatted(file),
        "data",
        "export",
        "digits",
        "-o",
        file);
    refused(
        ("-o %s: this folder is not empty"
                + "\nName another folder, or replace the files in it with --force.")
            .formatted(folder),
        "export",
        run,
        "--to=csv",
        "-o",
        folder);
    refused(
        "-o %s: this is a folder, where a file is needed".formatted(folder),
        "export",
        run,
        "--to=npz",
        "-o",
        folder);
    refused(
        "-o %s: this is a file, where a folder is needed".formatted(file),
        "export",
        run,
        "--to=csv",
        "-o",
        file);
    refused(
        "-o %s: its folder does not exist".formatted(root.resolve("no/x.npz")),
        "export",
        run,
        "--to=npz",
        "-o",
        root.resolve("no/x.npz"));
    assertEquals("mine", Files.readString(file));
    assertEquals(List.of(other), Invocation.children(folder));
    exported("mine", "--to=csv", "--force");
    assertEquals("mine", Files.readString(other));
    exported("mine.txt", "--to=npz", "--force");
    assertTrue(entries(file).containsKey("README.txt"));
  }

  @Test
  void aRunIsNeverWrittenTo() {
    Path inside = run.resolve("figures/x.npz");
    refused(
        ("-o %s: this is in the folder of the run, whose files stay as they are"
                + "\nName a place elsewhere.")
            .formatted(inside),
        "export",
        run,
        "--to=npz",
        "-o",
        inside);
    exported("kept.npz", "--to=npz", "--per-example");
    exported("kept", "--to=csv");
    assertEquals(0, Invocation.of("verify", run).code());
  }

  @Test
  void anUnfinishedRunAndAnUnknownFormatAreRefused() {
    Path none = root.resolve("none");
    Path out = root.resolve("out");
    refused(
        "%s: expected the folder of a finished run, found no result.json in it".formatted(none),
        "export",
        none,
        "--to=npz",
        "-o",
        out);
    refused(
        "--per-example: neither onnx nor tensorboard has a place for values of examples"
            + "\nTake --to npz or csv.",
        "export",
        run,
        "--to=onnx",
        "--per-example",
        "-o",
        out);
    Invocation unknown = Invocation.of("export", run, "--to=np", "-o", out);
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("did you mean \"npz\"?"), unknown.err());
    assertFalse(Files.exists(out));
  }
}
