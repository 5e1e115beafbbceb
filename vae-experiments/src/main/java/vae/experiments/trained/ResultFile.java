package vae.experiments.trained;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vae.autodiff.array.NdArray;
import vae.core.model.ImageShape;
import vae.data.format.DataException;
import vae.data.source.Dataset;
import vae.experiments.folder.DurableFile;
import vae.experiments.report.plot.ImageGrid;
import vae.experiments.report.plot.Matrix;
import vae.experiments.report.plot.PictureShape;
import vae.experiments.run.NpzFile;

/**
 * What a trained model gave, as a file: {@code .npz} of all arrays, {@code .csv} of the first one's
 * rows, or {@code .png} of its rows as pictures in a grid.
 *
 * <p>Files are written in one step. Numbers in CSV are the shortest that give the same bits again.
 * Pictures are drawn from black to white between 0 and 1 where the run's training data lie there,
 * else between their least and greatest value; vectors that are no images become coloured strips.
 */
public final class ResultFile {

  /** Pixels of a grid with its gaps, 200 MB while it is drawn. */
  private static final long MAX_PIXELS = 50_000_000;

  /** Training examples that the darkest and brightest value are taken from. */
  private static final int MAX_RANGE = 1000;

  private static final int PAIRS = 20;

  private final Dataset data;
  private final String main;
  private final SortedMap<String, NpzFile.Array> arrays = new TreeMap<>();
  private Optional<NdArray> first = Optional.empty();
  private Optional<NdArray> above = Optional.empty();

  /**
   * @param data of the run
   * @param main the array that CSV and pictures show
   */
  public ResultFile(Dataset data, String main) {
    this.data = data;
    this.main = main;
  }

  /** Adds codes, conditions or other rows of numbers, with their shape. */
  public ResultFile with(String name, NdArray array) {
    return with(name, array, array.shape().extents());
  }

  /** Adds examples, [*, d], each in the shape of those of the run. */
  public ResultFile examples(String name, NdArray array) {
    int[] outer = array.shape().dropLast(1).extents();
    int[] shape =
        IntStream.concat(Arrays.stream(outer), Arrays.stream(data.exampleShape())).toArray();
    return with(name, array, shape);
  }

  private ResultFile with(String name, NdArray array, int... shape) {
    arrays.put(name, new NpzFile.Array(array.storage(), shape));
    if (name.equals(main)) {
      first = Optional.of(array);
    }
    return this;
  }

  /** Adds numbers of examples. */
  public ResultFile with(String name, long[] values) {
    arrays.put(name, NpzFile.Array.of(values));
    return this;
  }

  /** The pictures that stand above those of the main array. */
  public ResultFile below(NdArray originals) {
    above = Optional.of(originals);
    return this;
  }

  /** What it holds: {@code mean [60, 8], label [60]}. */
  public String contents() {
    return arrays.entrySet().stream()
        .map(it -> it.getKey() + " " + Arrays.toString(it.getValue().shape()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Writes the file.
   *
   * @param columns names of CSV columns, or what stands before their numbers
   */
  public void write(Target target, List<String> columns) throws IOException {
    NdArray shown = first.orElseThrow();
    Path file = target.file();
    switch (target.kind()) {
      case NPZ -> NpzFile.write(file, Map.copyOf(arrays));
      case CSV -> DurableFile.writeLines(file, lines(shown, columns));
      case PNG -> DurableFile.write(file, png(shown));
    }
  }

  private static Stream<String> lines(NdArray rows, List<String> columns) {
    int width = rows.shape().extent(1);
    boolean named = columns.size() == width;
    String header =
        IntStream.range(0, width)
            .mapToObj(j -> named ? columns.get(j) : columns.getFirst() + j)
            .collect(Collectors.joining(","));
    boolean single = rows.storage() instanceof float[];
    return Stream.concat(
        Stream.of(header),
        IntStream.range(0, rows.shape().extent(0))
            .mapToObj(
                i ->
                    IntStream.range(i * width, (i + 1) * width)
                        .mapToObj(
                            at ->
                                single
                                    ? Float.toString(rows.floats()[at])
                                    : Double.toString(rows.doubles()[at]))
                        .collect(Collectors.joining(","))));
  }

  /**
   * Refuses more pictures than a file takes, before they are made.
   *
   * @param n rows of the result
   */
  public static void requireDrawable(Dataset data, Target target, int n) {
    PictureShape shape = shape(data);
    long pixels = 3L * (n + PAIRS) * (shape.height() + 1) * (shape.width() + 1);
    if (target.kind() == FileKind.PNG && pixels > MAX_PIXELS) {
      throw new DataException(
          target.file().toString(),
          "expected at most %d pictures of %d x %d, got %d"
              .formatted(
                  MAX_PIXELS / 3 / (shape.height() + 1) / (shape.width() + 1) - PAIRS,
                  shape.height(),
                  shape.width(),
                  n),
          "Take fewer, or write .npz.");
    }
  }

  private byte[] png(NdArray rows) {
    int n = rows.shape().extent(0);
    int columns = above.isPresent() ? Math.min(n, PAIRS) : (int) Math.ceil(Math.sqrt(n));
    double[] range = range();
    ImageGrid grid = new ImageGrid(shape(data), range[0], range[1]);
    return above
        .map(it -> grid.paired(matrix(it), matrix(rows), n, columns))
        .orElseGet(() -> grid.plain(matrix(rows), n, columns));
  }

  private static Matrix matrix(NdArray rows) {
    return new Matrix(rows.shape().extent(0), rows.shape().extent(1), rows.toDoubles());
  }

  private static PictureShape shape(Dataset data) {
    return ImageShape.of(data.exampleShape())
        .map(
            it ->
                new PictureShape(
                    it.height(), it.width(), it.channels(), PictureShape.Layout.INTERLEAVED))
        .orElseGet(() -> PictureShape.strip(data.dimension()));
  }

  private double[] range() {
    if (data.train().within(0, 1)) {
      return new double[] {0, 1};
    }
    int n = Math.min(MAX_RANGE, data.train().size());
    float[] x = new float[n * data.dimension()];
    data.train().gather(IntStream.range(0, n).toArray(), 0, n, x);
    double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (float value : x) {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
    return range[0] < range[1] ? range : new double[] {range[0], range[0] + 1};
  }
}
