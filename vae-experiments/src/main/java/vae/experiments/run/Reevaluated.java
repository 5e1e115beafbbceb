package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.experiments.evaluation.Costs;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.PosteriorMoments;

/**
 * A further evaluation of a finished run.
 *
 * @param request what was evaluated, and how
 * @param result its values, with the digest of the run
 * @param metrics what was measured, the values of each example among it
 * @param data that the run was made on
 * @param part that was evaluated, such as {@code test}
 * @param examples of the part
 */
public record Reevaluated(
    EvaluationRequest request,
    RunResult result,
    FinalMetrics metrics,
    Dataset data,
    String part,
    Examples examples) {

  /** The time that each metric took. */
  public Costs costs() {
    return metrics.costs();
  }

  /** Arrays behind pictures, by the quantity and a name. */
  Map<String, NdArray> arrays() {
    return metrics.listed().arrays();
  }

  long[] identities() {
    return IntStream.range(0, examples.size()).mapToLong(examples::identity).toArray();
  }

  /**
   * What is known of each example, in the order of the part: {@code example} [N], its number in the
   * data set; {@code label} [N] where there are labels; {@code code} [N, m], posterior means, with
   * {@code code-draws}, the draws that each is the mean of (0 in closed form); and each quantity by
   * its name, NaN for an example that a metric left out.
   */
  public SortedMap<String, NpzFile.Array> perExample() {
    SortedMap<String, NpzFile.Array> arrays = new TreeMap<>();
    metrics.perExample().forEach((name, each) -> arrays.put(name, NpzFile.Array.of(each)));
    arrays.put("example", NpzFile.Array.of(identities()));
    if (examples.labelled()) {
      arrays.put(
          "label",
          NpzFile.Array.of(
              IntStream.range(0, examples.size()).mapToLong(examples::label).toArray()));
    }
    arrays.put("code", NpzFile.Array.of(metrics.codes().of()));
    arrays.put(
        "code-draws",
        NpzFile.Array.of(new long[] {metrics.codes().exact() ? 0 : PosteriorMoments.DRAWS}));
    return arrays;
  }

  /** Writes {@link #perExample} for NumPy. */
  public void writePerExample(Path file) throws IOException {
    NpzFile.write(file, perExample());
  }
}
