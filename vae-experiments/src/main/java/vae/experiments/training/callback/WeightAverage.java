package vae.experiments.training.callback;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.training.Callback;
import vae.experiments.training.Training;

/**
 * Evaluates, and in the end keeps, an exponential moving average of the parameters.
 *
 * <p>\[ \bar\theta_0 = \theta_0, \qquad \bar\theta_t = d\,\bar\theta_{t-1} + (1 - d)\,\theta_t \]
 *
 * <p>where t counts the steps after the end of epoch {@code start}, whose parameters are
 * \(\theta_0\); until then there is no average, and the parameters themselves are evaluated. The
 * average is computed in double precision and rounded to the parameter's type after each step.
 * Training is not changed by it: the steps are those of a run without it.
 *
 * <p>Source: Polyak and Juditsky (1992) for averages of iterates; Tarvainen and Valpola (2017) for
 * this form.
 */
public final class WeightAverage implements Callback {

  @Describe(
      value = "Evaluates and keeps an exponential moving average of the parameters.",
      source = "Polyak and Juditsky (1992); Tarvainen and Valpola (2017)")
  public record Spec(
      @Default("0.999") @Describe("weight d of the average so far, 0 to below 1") double decay,
      @Default("0") @Describe("epochs before the average starts, at least 0") int start)
      implements Callback.Spec {

    public Spec {
      Require.between("decay", decay, 0, 0.9999999);
      Require.atLeast("start", start, 0);
    }
  }

  private final Spec spec;
  private final SortedMap<String, NdArray> average = new TreeMap<>();

  public WeightAverage(Spec spec) {
    this.spec = spec;
  }

  @Override
  public void begin(Training training) {
    startIfDue(training);
  }

  @Override
  public void afterStep(Training training) {
    if (!startIfDue(training)) {
      for (Parameter parameter : training.model().parameters().list()) {
        NdArray mean = average.get(parameter.name());
        if (mean != null) {
          add(mean, parameter.value());
        }
      }
    }
  }

  /** Whether there was no average before; then the present parameters begin one where it is due. */
  private boolean startIfDue(Training training) {
    if (!average.isEmpty()) {
      return false;
    }
    if (training.epoch() >= spec.start()) {
      training
          .model()
          .parameters()
          .list()
          .forEach(parameter -> average.put(parameter.name(), parameter.value().copy()));
    }
    return true;
  }

  private void add(NdArray mean, NdArray value) {
    double d = spec.decay();
    if (mean.type() == DType.F32) {
      float[] to = mean.floats();
      float[] from = value.floats();
      for (int i = 0; i < to.length; i++) {
        to[i] = (float) (d * to[i] + (1 - d) * from[i]);
      }
    } else {
      double[] to = mean.doubles();
      double[] from = value.doubles();
      for (int i = 0; i < to.length; i++) {
        to[i] = d * to[i] + (1 - d) * from[i];
      }
    }
  }

  @Override
  public SortedMap<String, NdArray> state() {
    return Collections.unmodifiableSortedMap(average);
  }

  @Override
  public void restore(SortedMap<String, NdArray> state) {
    average.clear();
    average.putAll(state);
  }

  @Override
  public boolean replacesParameters() {
    return true;
  }

  @Override
  public SortedMap<String, NdArray> evaluated() {
    return state();
  }
}
