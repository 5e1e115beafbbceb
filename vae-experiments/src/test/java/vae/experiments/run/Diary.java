package vae.experiments.run;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.core.spec.Describe;
import vae.core.wiring.SlotModule;
import vae.experiments.training.Callback;
import vae.experiments.training.Training;

/** Writes a file again in every step, and another one in every epoch and at the end. */
public final class Diary implements Callback {

  @Describe("Writes down how far training is.")
  public record Spec() implements Callback.Spec {}

  private double sum;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void afterStep(Training training) {
    sum += training.step();
    training.write("steps.txt", bytes("%d steps, sum %.0f".formatted(training.step(), sum)));
  }

  @Override
  public void afterEpoch(Training training) {
    training.write("epoch-" + training.epoch(), bytes("sum " + sum));
  }

  @Override
  public void end(Training training) {
    training.write("end.txt", bytes("sum " + sum));
  }

  @Override
  public SortedMap<String, NdArray> state() {
    return new TreeMap<>(Map.of("sum", NdArray.of(Shape.SCALAR, new double[] {sum})));
  }

  @Override
  public void restore(SortedMap<String, NdArray> state) {
    sum = state.get("sum").doubles()[0];
  }

  /** The module of the callback. */
  public static final class Module extends SlotModule<Callback> {

    public Module() {
      super("callback", Callback.class, Callback.Spec.class);
    }

    @Override
    protected void components() {
      component("diary", Diary.Spec.class, (spec, at) -> new Diary());
    }
  }
}
