package vae.experiments.trained;

import java.util.Optional;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.core.model.Batch;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.Limits;
import vae.experiments.imputation.Imputation;

/**
 * What a model gives for all examples of some data, piece by piece: the numbers are those of one
 * large batch.
 */
public final class OverData {

  /** Examples in a piece. */
  private static final int PIECE = 250;

  /** Numbers that an imputation keeps of a piece. */
  private static final int KEPT = 4_000_000;

  private final TrainedModel model;
  private final GivenData data;
  private final int n;

  /**
   * @param target where the result goes
   * @throws DataException where it does not take as much
   */
  public OverData(TrainedModel model, GivenData data, Target target) {
    this.model = model;
    this.data = data;
    n = data.size();
    ResultFile.requireDrawable(model.data(), target, n);
  }

  /** Zeros, where so many fit the memory. */
  private NdArray array(int... shape) {
    Limits.standard().elements(data.name(), -1, shape, ElementKind.F8);
    return NdArray.zeros(model.experiment().spec().training().dtype(), Shape.of(shape));
  }

  @FunctionalInterface
  private interface Piece {
    void at(Batch batch, int from);
  }

  private void forEachPiece(int most, Piece piece) {
    for (int from = 0; from < n; from += most) {
      piece.at(data.rows(from, Math.min(most, n - from)), from);
    }
  }

  private ResultFile result(String main) {
    ResultFile result = new ResultFile(model.data(), main).with("example", data.identities());
    data.labels().ifPresent(it -> result.with("label", it));
    return result;
  }

  private Optional<NdArray> conditions() {
    int c = model.inputs().conditionSize();
    return c == 0 ? Optional.empty() : Optional.of(array(n, c));
  }

  /**
   * {@code mean} and {@code deviation} [N, m] of z, and {@code draws} [S, N, m] where some are
   * asked for; {@code example} [N], {@code label} [N] and {@code condition} [N, c] where there are
   * any.
   *
   * @param draws S ≥ 0
   */
  public ResultFile encode(int draws, Key key) {
    int m = model.latentSize();
    NdArray mean = array(n, m);
    NdArray deviation = array(n, m);
    NdArray drawn = array(draws, n, m);
    Optional<NdArray> condition = conditions();
    forEachPiece(
        PIECE,
        (batch, from) -> {
          Encoded encoded = model.encode(batch);
          mean.setRows(from, encoded.mean());
          deviation.setRows(from, encoded.standardDeviation());
          condition.ifPresent(it -> it.setRows(from, batch.condition().orElseThrow()));
          if (draws > 0) {
            insert(drawn, from, model.encode(batch, draws, key));
          }
        });
    ResultFile result = result("mean").with("mean", mean).with("deviation", deviation);
    condition.ifPresent(it -> result.with(CodesFile.CONDITION, it));
    return draws > 0 ? result.with("draws", drawn) : result;
  }

  /** Puts [S, b, w] into [S, N, w] at rows {@code from} to {@code from + b}. */
  private static void insert(NdArray all, int from, NdArray piece) {
    int width = piece.shape().extent(2);
    int length = piece.shape().extent(1) * width;
    for (int s = 0; s < piece.shape().extent(0); s++) {
      int at = (s * all.shape().extent(1) + from) * width;
      System.arraycopy(piece.storage(), s * length, all.storage(), at, length);
    }
  }

  /**
   * {@code x} as the model saw it, NaN where it is missing, and {@code reconstruction}, [N, *];
   * {@code example} and {@code label} [N].
   */
  public ResultFile reconstruct() {
    NdArray x = array(n, model.inputs().dimension());
    NdArray reconstruction = array(n, model.inputs().dimension());
    forEachPiece(
        PIECE,
        (batch, from) -> {
          x.setRows(from, known(batch));
          reconstruction.setRows(from, model.reconstruct(batch));
        });
    return result("reconstruction")
        .examples("x", x)
        .examples("reconstruction", reconstruction)
        .below(x);
  }

  private static NdArray known(Batch batch) {
    NdArray x = batch.x().copy();
    batch
        .observed()
        .ifPresent(
            it -> {
              for (int i = 0; i < x.shape().size(); i++) {
                if (it.get(i) == 0) {
                  x.set(i, Double.NaN);
                }
              }
            });
    return x;
  }

  /**
   * {@code x} with the conditional mean of what is missing and its {@code standard-error}, [N, *],
   * {@code effective-size} [N] of the samples behind it, and {@code draws} [M, N, *], completed
   * data sets, where some are asked for; {@code example} and {@code label} [N].
   *
   * @param samples K ≥ 1
   * @param draws M ≥ 0
   * @throws DataException where nothing is missing
   */
  public ResultFile impute(int samples, int draws, Key key) {
    int d = model.inputs().dimension();
    NdArray x = array(n, d);
    NdArray original = array(n, d);
    NdArray error = array(n, d);
    NdArray effective = array(n);
    NdArray drawn = array(draws, n, d);
    int most = Math.clamp(KEPT / ((long) samples * model.latentSize()), 1, PIECE);
    boolean[] any = {false};
    forEachPiece(
        most,
        (batch, from) -> {
          original.setRows(from, known(batch));
          if (batch.observed().isEmpty()) {
            x.setRows(from, batch.x());
            effective.setRows(from, full(batch.size(), samples));
            insert(drawn, from, repeated(batch.x(), draws));
            return;
          }
          any[0] = true;
          Imputation imputation = model.impute(batch, samples, key);
          Imputation.Estimate estimate = imputation.estimate();
          x.setRows(from, estimate.mean());
          error.setRows(from, estimate.standardError());
          double[] sizes = imputation.effectiveSizes();
          for (int i = 0; i < sizes.length; i++) {
            effective.set(from + i, sizes[i]);
          }
          if (draws > 0) {
            insert(drawn, from, imputation.draws(draws));
          }
        });
    if (!any[0]) {
      throw new DataException(
          data.name(),
          "expected missing values, found none",
          "They are NaN in .npy and .npz, and empty cells in .csv.");
    }
    ResultFile result =
        result("x")
            .examples("x", x)
            .examples("standard-error", error)
            .with("effective-size", effective)
            .below(original);
    return draws > 0 ? result.examples("draws", drawn) : result;
  }

  private NdArray full(int rows, double value) {
    NdArray full = array(rows);
    for (int i = 0; i < rows; i++) {
      full.set(i, value);
    }
    return full;
  }

  private NdArray repeated(NdArray rows, int times) {
    NdArray all = array(times, rows.shape().extent(0), rows.shape().extent(1));
    for (int i = 0; i < times; i++) {
      System.arraycopy(
          rows.storage(), 0, all.storage(), i * rows.shape().size(), rows.shape().size());
    }
    return all;
  }
}
