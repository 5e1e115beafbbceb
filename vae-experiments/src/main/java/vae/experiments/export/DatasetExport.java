package vae.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Factor;
import vae.data.transform.Binarization;
import vae.experiments.folder.Printable;
import vae.experiments.run.NpzFile;
import vae.experiments.training.BatchSource;

/**
 * A data set as runs see it, for NumPy: of each part {@code PART.x}, {@code PART.example}, the
 * identities, and where there are any {@code PART.label}, {@code PART.factor}, {@code PART.known}
 * and {@code PART.condition}; of held-out parts that are binarized, {@code PART.binarized}.
 */
public final class DatasetExport {

  private final Dataset data;
  private final Binarization binarization;
  private final Key heldOut;
  private final KernelSet kernels;
  private final SortedMap<String, NpzFile.Array> arrays = new TreeMap<>();

  private DatasetExport(Dataset data, Binarization binarization, Key heldOut, KernelSet kernels) {
    this.data = data;
    this.binarization = binarization;
    this.heldOut = heldOut;
    this.kernels = kernels;
  }

  /**
   * Writes the file in one step.
   *
   * @param heldOut the key of the experiment for the binarization of held-out data
   * @throws vae.data.format.DataException where the data changed meanwhile; the file is then there
   */
  public static void write(
      Dataset data, Binarization binarization, Key heldOut, KernelSet kernels, Path file)
      throws IOException {
    DatasetExport export = new DatasetExport(data, binarization, heldOut, kernels);
    Map<String, Examples> parts = new LinkedHashMap<>();
    parts.put("train", data.train());
    parts.put("validation", data.validation());
    parts.put("test", data.test());
    parts.forEach(export::part);
    NpzFile.write(file, Map.of("README.txt", export.readme(parts)), export.arrays);
    data.requireUnchanged();
  }

  private void part(String part, Examples examples) {
    int n = examples.size();
    add(part, "x", rows(examples::gather), shape(n));
    add(part, "example", IntStream.range(0, n).mapToLong(examples::identity).toArray(), n);
    if (examples.labelled()) {
      add(part, "label", IntStream.range(0, n).mapToLong(examples::label).toArray(), n);
    }
    List<Factor> factors = examples.factors();
    if (!factors.isEmpty()) {
      long[] values = new long[n * factors.size()];
      Arrays.setAll(values, i -> examples.factor(i / factors.size(), i % factors.size()));
      add(part, "factor", values, n, factors.size());
    }
    if (examples.incomplete()) {
      byte[] known = new byte[n * examples.dimension()];
      for (int i = 0; i < known.length; i++) {
        int j = i % examples.dimension();
        known[i] = (byte) (examples.known(i / examples.dimension(), j) ? 1 : 0);
      }
      add(part, "known", known, shape(n));
    }
    if (examples.conditionSize() > 0) {
      add(part, "condition", rows(examples::gatherConditions), n, examples.conditionSize());
    }
    if (binarization.makesBinary() && !part.equals("train")) {
      add(part, "binarized", binarized(examples), shape(n));
    }
  }

  private void add(String part, String name, Object values, int... shape) {
    arrays.put(part + "." + name, new NpzFile.Array(values, shape));
  }

  private int[] shape(int n) {
    return IntStream.concat(IntStream.of(n), Arrays.stream(data.exampleShape())).toArray();
  }

  @FunctionalInterface
  private interface Gather {
    void into(int[] indices, int from, int count, float[] out);
  }

  private static NpzFile.Rows rows(Gather gather) {
    return (from, count, out) ->
        gather.into(IntStream.range(from, from + count).toArray(), 0, count, out);
  }

  /** As an evaluation sees them. */
  private byte[] binarized(Examples examples) {
    int d = examples.dimension();
    byte[] values = new byte[Math.multiplyExact(examples.size(), d)];
    BatchSource source = new BatchSource(examples, binarization, DType.F32, kernels);
    Key key = binarization.heldOut(heldOut);
    int[] order = IntStream.range(0, examples.size()).toArray();
    int most = 1000;
    for (int from = 0; from < order.length; from += most) {
      int count = Math.min(most, order.length - from);
      float[] batch = source.gather(order, from, count, key).x().floats();
      for (int i = 0; i < count * d; i++) {
        values[from * d + i] = (byte) batch[i];
      }
    }
    return values;
  }

  private String readme(Map<String, Examples> parts) {
    StringBuilder text =
        new StringBuilder(
            """
            %s
            data SHA-256 %s
            split SHA-256 %s

            The parts train, validation and test of a data set, for NumPy:

                import numpy
                arrays = numpy.load("FILE.npz")
                x = arrays["train.x"]

            PART.x        values before any binarization, [N, *shape of an example]
            PART.example  the identity of each example, its index in the source
            PART.label, PART.factor, PART.condition, PART.known (1 where a value is known),
            PART.binarized (held-out parts, the zeros and ones that evaluations see)
                          where there are any

            """
                .formatted(data.name(), data.sha256(), data.splitSha256()));
    parts.forEach((name, part) -> text.append("%s: %d examples\n".formatted(name, part.size())));
    list(text, "classes, by label", data.classes());
    list(text, "columns of x", data.columns());
    list(text, "columns of factor", data.train().factors().stream().map(Factor::name).toList());
    data.notes().forEach(note -> text.append("note: ").append(Printable.of(note)).append('\n'));
    return text.toString();
  }

  private static void list(StringBuilder text, String title, List<String> names) {
    if (!names.isEmpty()) {
      text.append(title)
          .append(names.stream().map(Printable::of).collect(Collectors.joining(", ", ": ", "\n")));
    }
  }
}
