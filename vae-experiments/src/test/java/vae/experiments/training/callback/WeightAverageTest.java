package vae.experiments.training.callback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vae.autodiff.tape.Parameter;
import vae.experiments.run.SmallRun;
import vae.experiments.training.Model;

/** The average, calculated by hand. */
final class WeightAverageTest {

  private Model model;
  private Parameter parameter;

  @BeforeEach
  void makeModel() {
    model = SmallRun.model(SmallRun.read(SmallRun.GAUSSIAN).with("training.dtype", "f64"));
    parameter = model.parameters().list().getFirst();
  }

  private void step(WeightAverage average, ScriptedTraining training, double to) {
    parameter.value().set(0, to);
    average.afterStep(training.next("train/elbo", 0));
  }

  private double averaged(WeightAverage average) {
    return average.evaluated().get(parameter.name()).get(0);
  }

  /** 0.5 · (0.5 · (0.5 · 8 + 0.5 · 4) + 0.5 · 2) + 0.5 · 1 = 2.5. */
  @Test
  void isTheExponentialMovingAverageOfTheSteps() {
    ScriptedTraining training = new ScriptedTraining(model);
    WeightAverage average = new WeightAverage(new WeightAverage.Spec(0.5, 0));
    parameter.value().set(0, 8);
    average.begin(training);
    assertEquals(8, averaged(average));
    step(average, training, 4);
    assertEquals(6, averaged(average));
    step(average, training, 2);
    step(average, training, 1);
    assertEquals(2.5, averaged(average));
    assertEquals(1, parameter.value().get(0), "training keeps its own");
  }

  /** From the end of epoch 2 on: 0.75 · (0.75 · 2 + 0.25 · 6) + 0.25 · 3 = 3. */
  @Test
  void startsWithTheParametersAtTheEndOfItsEpoch() {
    ScriptedTraining training = new ScriptedTraining(model);
    WeightAverage average = new WeightAverage(new WeightAverage.Spec(0.75, 2));
    average.begin(training);
    step(average, training, 100);
    assertTrue(average.evaluated().isEmpty());
    step(average, training, 2);
    assertEquals(2, averaged(average));
    step(average, training, 6);
    step(average, training, 3);
    assertEquals(3, averaged(average));
  }

  @Test
  void withoutDecayItIsTheLastStep() {
    ScriptedTraining training = new ScriptedTraining(model);
    WeightAverage average = new WeightAverage(new WeightAverage.Spec(0, 0));
    average.begin(training);
    step(average, training, 0.1);
    step(average, training, -0.3);
    for (Parameter each : model.parameters().list()) {
      assertArrayEquals(each.value().toDoubles(), average.evaluated().get(each.name()).toDoubles());
    }
  }

  @Test
  void aRestoredStateContinues() {
    ScriptedTraining training = new ScriptedTraining(model);
    WeightAverage first = new WeightAverage(new WeightAverage.Spec(0.5, 0));
    parameter.value().set(0, 8);
    first.begin(training);
    WeightAverage second = new WeightAverage(new WeightAverage.Spec(0.5, 0));
    second.restore(first.state());
    parameter.value().set(0, 100);
    second.begin(training);
    step(second, training, 4);
    assertEquals(6, averaged(second));
  }
}
