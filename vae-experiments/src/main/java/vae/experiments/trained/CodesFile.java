package vae.experiments.trained;

import java.util.Optional;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.data.format.Npz;
import vae.data.source.Examples;
import vae.data.source.Locations;

/**
 * Codes in a file that a person names, and what they are conditioned on.
 *
 * <p>Of an archive, {@code z} or {@code mean} are the codes, as {@code vae sample} and {@code vae
 * encode} write them, and {@code condition} the condition. Numbers are read in single precision.
 *
 * @param z [n, *]
 * @param condition [n, *]; empty where the file has none
 */
public record CodesFile(NdArray z, Optional<NdArray> condition) {

  /** Name of the condition in an archive. */
  public static final String CONDITION = "condition";

  /**
   * Reads a file of {@code .npz}, {@code .npy} or {@code .csv}.
   *
   * @throws vae.data.format.DataException where it is missing or damaged
   */
  public static CodesFile read(String named, Locations where) {
    boolean conditioned =
        named.endsWith(".npz") && Npz.names(where.file(named)).contains(CONDITION);
    return new CodesFile(
        array(DataFile.of(named, where, "z", "mean"), where),
        conditioned
            ? Optional.of(array(new DataFile(DataFile.Kind.NUMPY, named + "#" + CONDITION), where))
            : Optional.empty());
  }

  private static NdArray array(DataFile file, Locations where) {
    Examples rows = file.read(where, "none", 1, false).train();
    int n = rows.size();
    float[] values = new float[Math.multiplyExact(n, rows.dimension())];
    rows.gather(IntStream.range(0, n).toArray(), 0, n, values);
    return NdArray.of(Shape.of(n, rows.dimension()), values);
  }
}
