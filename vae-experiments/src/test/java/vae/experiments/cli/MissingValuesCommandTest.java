package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.data.source.Locations;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/** Gaps in a table, in an array and in a mask beside it, from the command line. */
final class MissingValuesCommandTest {

  private static final int N = 60;
  private static final int D = 4;
  private static final String NAN = "{\"type\": \"nan\"}";

  @TempDir private Path folder;
  private final float[] values = new float[N * D];
  private final boolean[] known = new boolean[N * D];

  @BeforeEach
  void files() throws IOException {
    float[] uniform = new float[N * D];
    Noise.normal(Key.of(1), 0, 0, values, 0, N * D, new int[4]);
    Noise.uniform(Key.of(2), 0, 0, uniform, 0, N * D, new int[4]);
    for (int i = 0; i < N * D; i++) {
      known[i] = i % D == i / D % D || uniform[i] > 0.4;
    }
    StringBuilder table = new StringBuilder("a,b,c,d\n");
    String[] gaps = {"NaN", "", "?", "NA"};
    for (int i = 0; i < N * D; i++) {
      table.append(known[i] ? Float.toString(values[i]) : gaps[i / D % gaps.length]);
      table.append(i % D == D - 1 ? '\n' : ',');
    }
    Files.writeString(folder.resolve("gaps.csv"), table);
    write("gaps.npy", "<f4", 4, (out, i) -> out.putFloat(known[i] ? values[i] : Float.NaN));
    write("whole.npy", "<f4", 4, (out, i) -> out.putFloat(values[i]));
    write("mask.npy", "|b1", 1, (out, i) -> out.put((byte) (known[i] ? 1 : 0)));
  }

  private interface Element {
    void put(ByteBuffer out, int i);
  }

  private void write(String name, String type, int bytes, Element element) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }".formatted(type, N, D);
    ByteBuffer elements = ByteBuffer.allocate(N * D * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < N * D; i++) {
      element.put(elements, i);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.write((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.UTF_8));
    out.write(elements.array());
    Files.write(folder.resolve(name), out.toByteArray());
  }

  private Path spec(String data, String missing) {
    String json =
        """
        { "name": "gaps", "latentSize": 2,
          "data": {%s, "missing": %s, "split": {"validation": 8, "test": 12}},
          "encoder": {"type": "with-mask", "encoder": {"type": "mlp", "hidden": [8]}},
          "decoder": {"type": "mlp", "hidden": [8]},
          "training": {"epochs": 3, "batchSize": 10},
          "evaluation": {"draws": 2, "nll": {"samples": 5}} }
        """
            .formatted(data, missing);
    try {
      return Files.writeString(Files.createTempFile(folder, "spec", ".json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String csv(String name) {
    return "\"type\": \"csv\", \"header\": true, \"path\": \"" + folder.resolve(name) + "\"";
  }

  private String npy(String name) {
    return "\"type\": \"npy\", \"path\": \"" + folder.resolve(name) + "\"";
  }

  private String mask(String name) {
    return "{\"type\": \"mask\", \"path\": \"" + folder.resolve(name) + "\"}";
  }

  private Invocation run(Path spec, Object... more) {
    return Invocation.of("run", spec, "--runs", folder.resolve("runs"), "--json", List.of(more));
  }

  /** A message without the breaks of its lines. */
  private static String joined(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }

  private Path finished(Path spec) throws IOException {
    Invocation run = run(spec);
    assertEquals(0, run.code(), run.err());
    return Invocation.children(folder.resolve("runs")).getFirst();
  }

  /** What lies under the mask, and how a table writes a gap, is no part of the computation. */
  @Test
  void whereTheGapsStandChangesNoBit() {
    TreeSet<String> digests = new TreeSet<>();
    for (Path spec :
        List.of(
            spec(csv("gaps.csv"), NAN),
            spec(npy("gaps.npy"), NAN),
            spec(npy("gaps.npy"), mask("mask.npy")),
            spec(npy("whole.npy"), mask("mask.npy")))) {
      Invocation run = run(spec);
      assertEquals(0, run.code(), run.err());
      digests.add(run.digest());
    }
    digests.add(run(spec(npy("gaps.npy"), NAN), "--kernels=scalar", "--restart").digest());
    assertEquals(1, digests.size(), digests::toString);
    assertFalse(digests.contains(run(spec(npy("whole.npy"), "{\"type\": \"none\"}")).digest()));
  }

  /** Stands for whatever ends a process. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final Progress KILLER =
      new Progress() {
        @Override
        public void step(long step, long steps) {
          if (step == 7) {
            throw new Killed();
          }
        }

        @Override
        public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
      };

  @Test
  void aResumedRunEndsInTheSameBits() throws IOException {
    Path spec = spec(npy("gaps.npy"), mask("mask.npy"));
    Path whole = folder.resolve("whole");
    Invocation uninterrupted = Invocation.of("run", spec, "--runs", whole, "--json");
    Slots slots = Slots.load(null);
    Locations locations = Locations.standard(Optional.empty());
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      RunSettings often =
          RunSettings.in(folder.resolve("runs")).withCheckpoints(Cadence.ofSteps(2));
      Runner runner = new Runner(new RunEnvironment(slots, kernels, locations), often);
      String json = Files.readString(spec);
      assertThrows(
          Killed.class,
          () -> runner.run(new SpecReader(slots.catalogue()).read(json), false, KILLER));
    }
    Invocation resumed = run(spec, "--resume");
    assertEquals(0, resumed.code(), resumed.err());
    assertTrue(resumed.err().contains("vae: resuming after step 6"), resumed.err());
    assertEquals(uninterrupted.digest(), resumed.digest());
    Map<String, String> expected = Invocation.contents(Invocation.children(whole).getFirst());
    Map<String, String> files =
        Invocation.contents(Invocation.children(folder.resolve("runs")).getFirst());
    for (String file : List.of("metrics.jsonl", "checkpoints/final.safetensors")) {
      assertEquals(expected.get(file), files.get(file), file);
    }
  }

  @Test
  void aRunVerifiesIsReproducedBitForBitAndKnowsItsMask() throws IOException {
    Path run = finished(spec(npy("whole.npy"), mask("mask.npy")));
    String provenance = Files.readString(run.resolve("provenance.json"));
    assertTrue(
        provenance.contains(
            "of the test values are missing: likelihoods are those of the known values"),
        provenance);
    Invocation verified = Invocation.of("verify", run);
    assertEquals(0, verified.code(), verified.err());
    Invocation reproduced = Invocation.of("reproduce", run);
    assertEquals(0, reproduced.code(), reproduced.err());
    assertTrue(reproduced.out().contains("BITWISE"), reproduced.out());
    known[2] = !known[2];
    write("mask.npy", "|b1", 1, (out, i) -> out.put((byte) (known[i] ? 1 : 0)));
    Invocation other = Invocation.of("reproduce", run);
    assertEquals(3, other.code(), other.err());
    assertTrue(
        joined(other.err()).startsWith("vae: npy: expected the content that " + run), other.err());
  }

  /** F is the test's folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csv|gaps.csv|{'type': 'none'}|3|F/gaps.csv: byte 43: line 2, column 4: expected a number,"
            + " got \"NaN\". Remove examples with missing values, or fill them in; or train on what"
            + " is known, with \"missing\": {\"type\": \"nan\"} in the data.",
        "npy|gaps.npy|{'type': 'none'}|3|F/gaps.npy: example 0, coordinate 3: expected a finite"
            + " number, got NaN. Remove examples with missing values, or fill them in; or train on"
            + " what is known, with \"missing\": {\"type\": \"nan\"} in the data.",
        "npy|whole.npy|{'type': 'mask', 'path': 'F/none.npy'}|3|F/none.npy: expected a file or"
            + " folder, found none of F/none.npy. Correct the path, or name the folder that holds"
            + " the file with --data.",
        "npy|whole.npy|{'type': 'mask', 'path': 'F/whole.npy'}|3|F/whole.npy: example 0, coordinate"
            + " 0: expected 0 or 1, got X. A mask is 1 where a value is known and 0 where it is"
            + " missing.",
      })
  void whatDoesNotFitIsRefusedWithAFix(
      String type, String file, String missing, int code, String expected) {
    String here = folder.toString();
    Invocation refused =
        run(
            spec(
                type.equals("csv") ? csv(file) : npy(file),
                missing.replace('\'', '"').replace("F/", here + "/")));
    assertEquals(code, refused.code(), refused.err());
    String text = expected.replace("F/", here + "/").replace("X", Float.toString(values[0]));
    assertEquals("vae: " + text, joined(refused.err()));
  }

  /** Examples are split afterwards: a mask is of the file. */
  @Test
  void aMaskOfAnotherShapeIsRefused() throws IOException {
    Files.copy(folder.resolve("mask.npy"), folder.resolve("flat.npy"));
    byte[] bytes = Files.readAllBytes(folder.resolve("flat.npy"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("(60, 4)", "(30, 8)");
    Files.write(folder.resolve("flat.npy"), text.getBytes(StandardCharsets.ISO_8859_1));
    Invocation refused = run(spec(npy("whole.npy"), mask("flat.npy")));
    assertEquals(2, refused.code(), refused.err());
    assertTrue(
        joined(refused.err())
            .endsWith(
                "data.missing.path: expected a mask of the data's shape [60, 4], got [30, 8] Save"
                    + " one number for each value of the data: 1 where it is known, 0 where it is"
                    + " missing."),
        refused.err());
  }

  @Test
  void anOptionThatFindsNothingMissingIsNoted() throws IOException {
    Path run = finished(spec(npy("whole.npy"), NAN));
    String provenance = Files.readString(run.resolve("provenance.json"));
    assertTrue(
        provenance.contains("\"no value is missing: data.missing has no effect\""), provenance);
  }
}
