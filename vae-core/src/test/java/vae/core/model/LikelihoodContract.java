package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Observation;
import vae.core.distribution.PartialObservation;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

/**
 * What every {@link LikelihoodModel} must satisfy; a component is covered by a subclass that makes
 * it.
 *
 * <p>Decoder outputs are normal with deviation 1.
 */
public abstract class LikelihoodContract {

  /** The likelihood of a run at this site. */
  protected abstract LikelihoodModel likelihood(ModelSite at);

  /** The spec of what {@link #likelihood} makes. */
  protected abstract LikelihoodModel.Spec spec();

  /**
   * Where one coordinate of an observation lies: a rule over its values or its interval; empty for
   * the whole line.
   */
  protected abstract Optional<QuadratureRule> support();

  /** The data means at which {@code outputFor} is checked, [3]. */
  protected double[] possibleMeans() {
    return new double[] {0.1, 0.5, 0.8};
  }

  /** A likelihood and decoder outputs [S, B, d · c] as a parameter. */
  private record Example(LikelihoodModel likelihood, Parameter outputs, List<Parameter> all) {

    Observation on(Tape tape) {
      return likelihood.given(tape.parameter(outputs));
    }
  }

  private Example example(int samples, int batch, int dataSize) {
    int outputSize = dataSize * spec().outputsPerDimension();
    double[] atMean = spec().outputFor(new double[dataSize]);
    ModelSite at = ModelSites.of(ModelSites.vectors(dataSize, 2, outputSize, atMean), 51);
    Parameters parameters = at.parameters();
    LikelihoodModel likelihood = likelihood(at.in("likelihood"));
    Shape shape = Shape.of(samples, batch, outputSize);
    Parameter outputs = parameters.create("outputs", shape, Initializer.normal(1));
    return new Example(likelihood, outputs, parameters.list());
  }

  private void given(Example example, Consumer<Observation> check) {
    DoubleTape.run(tape -> check.accept(example.on(tape)));
  }

  private QuadratureRule rule(Observation d) {
    return support()
        .map(one -> d.eventShape().size() == 1 ? one : one.times(one))
        .orElseGet(() -> DistributionChecks.ruleFor(d));
  }

  @Test
  final void shapesAreThoseOfTheInterface() {
    given(
        example(2, 3, 4),
        p -> {
          DistributionChecks.shapes(p, Shape.of(2, 3), Shape.of(4));
          Tensor data = p.draw(1, Key.of(2)).z().detach().reshape(6, 4).slice(0, 0, 3);
          assertEquals(Shape.of(2, 3), p.logProb(data).shape(), "data [B, d] for all samples of z");
        });
  }

  /** Data [B, d] are repeated over the samples of z, [S]. */
  @Test
  final void dataAreRepeatedOverTheSamples() {
    Example example = example(2, 3, 4);
    DoubleTape.run(
        tape -> {
          Observation p = example.on(tape);
          Tensor data = p.draw(1, Key.of(2)).z().detach().reshape(6, 4).slice(0, 0, 3);
          double[] all = p.logProb(data).toArray().toDoubles();
          Tensor second = tape.parameter(example.outputs()).slice(0, 1, 2);
          double[] one = example.likelihood().given(second).logProb(data).toArray().toDoubles();
          assertArrayEquals(Arrays.copyOfRange(all, 3, 6), one);
        });
  }

  /** Of data and of draws; the sum over dimensions is the density, but for rounding. */
  @Test
  final void densitiesOfDimensionsSumToTheWhole() {
    given(
        example(2, 3, 4),
        p -> {
          Tensor draws = p.draw(2, Key.of(2)).z().detach();
          Tensor data = draws.reshape(12, 4).slice(0, 0, 3);
          for (Tensor x : List.of(data, draws)) {
            Tensor each = p.logProbEach(x);
            assertEquals(p.logProb(x).shape().append(Shape.of(4)), each.shape());
            assertArrayEquals(
                p.logProb(x).toArray().toDoubles(), each.sum(-1).toArray().toDoubles(), 1e-10);
          }
        });
  }

  /** Whatever stands where x is missing; a row that is known in full has its whole density. */
  @Test
  final void missingDimensionsLeaveTheDensity() {
    given(
        example(2, 3, 4),
        p -> {
          Tensor draws = p.draw(2, Key.of(2)).z().detach().reshape(12, 4);
          Tensor x = draws.slice(0, 0, 3);
          Tensor observed = x.tape().constant(Shape.of(3, 4), 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1);
          Observation known = new PartialObservation(p, observed);
          double[] density = known.logProb(x).toArray().toDoubles();
          Tensor other = x.where(observed, draws.slice(0, 3, 6));
          assertArrayEquals(density, known.logProb(other).toArray().toDoubles());
          double[] each = p.logProbEach(x).toArray().toDoubles();
          assertEquals(each[0] + each[2] + each[3], density[0], 1e-10);
          assertEquals(each[6], density[1], 1e-10);
          assertEquals(p.logProb(x).get(2), density[2], 1e-10);
          Observation all = new PartialObservation(p, x.tape().full(x.shape(), 1));
          assertArrayEquals(
              p.logProb(x).toArray().toDoubles(), all.logProb(x).toArray().toDoubles(), 1e-10);
          assertEquals(p.isDiscrete(), known.isDiscrete());
        });
  }

  @Test
  final void drawsFollowTheKey() {
    given(example(2, 3, 4), DistributionChecks::drawsFollowTheKey);
  }

  /** The example that a row stands for names its noise, wherever it stands in the batch. */
  @Test
  final void drawsDoNotDependOnTheBatch() {
    Example example = example(1, 4, 3);
    DoubleTape.run(
        tape -> {
          Tensor outputs = tape.parameter(example.outputs());
          Tensor row = outputs.slice(1, 2, 3);
          Key key = Key.of(3);
          double[] all =
              example
                  .on(tape)
                  .draw(1, key.rows(new long[] {7, 8, 9, 10}))
                  .z()
                  .toArray()
                  .toDoubles();
          double[] one =
              example
                  .likelihood()
                  .given(row)
                  .draw(1, key.rows(new long[] {9}))
                  .z()
                  .toArray()
                  .toDoubles();
          assertArrayEquals(Arrays.copyOfRange(all, 6, 9), one);
        });
  }

  /** Two examples with the same outputs, and two samples of z, differ. */
  @Test
  final void rowsAndSamplesHaveNoiseOfTheirOwn() {
    Example example = example(1, 1, 64);
    DoubleTape.run(
        tape -> {
          Tensor outputs = tape.parameter(example.outputs());
          Tensor rows = Tensor.concat(1, outputs, outputs);
          double[] x =
              example
                  .likelihood()
                  .given(Tensor.concat(0, rows, rows))
                  .draw(1, Key.of(5).rows(new long[] {10, 11}))
                  .z()
                  .toArray()
                  .toDoubles();
          double[] first = Arrays.copyOf(x, 64);
          assertFalse(Arrays.equals(first, Arrays.copyOfRange(x, 64, 128)), "two rows");
          assertFalse(Arrays.equals(first, Arrays.copyOfRange(x, 128, 192)), "two samples");
        });
  }

  @Test
  final void densityIntegratesToOne() {
    given(example(1, 1, 1), p -> DistributionChecks.normalised(p, rule(p)));
    given(example(1, 1, 2), p -> DistributionChecks.normalised(p, rule(p)));
  }

  @Test
  final void drawsFollowTheDensity() {
    given(example(1, 1, 1), p -> DistributionChecks.drawsFollowTheDensity(p, rule(p)));
    given(example(1, 1, 2), p -> DistributionChecks.drawsFollowTheDensity(p, rule(p)));
  }

  @Test
  final void drawsHaveTheMean() {
    given(example(2, 3, 2), DistributionChecks::drawsHaveTheMean);
  }

  @Test
  final void entropyIsExpectedSurprise() {
    given(example(2, 2, 2), DistributionChecks::entropyIsExpectedSurprise);
  }

  @Test
  final void outputsForAMeanGiveThatMean() {
    double[] mean = possibleMeans();
    double[] outputs = spec().outputFor(mean);
    assertEquals(mean.length * spec().outputsPerDimension(), outputs.length, "outputs");
    Example example = example(1, 1, mean.length);
    DoubleTape.run(
        tape -> {
          Tensor output = tape.constant(Shape.of(1, 1, outputs.length), outputs);
          assertArrayEquals(
              mean, example.likelihood().given(output).mean().toArray().toDoubles(), 1e-9);
        });
  }

  @Test
  final void gradientsByTheOutputsAgreeWithDifferences() {
    Example example = example(2, 3, 2);
    double[] data =
        DoubleTape.compute(tape -> example.on(tape).draw(1, Key.of(4)).z().toArray().toDoubles());
    GradientCheck.check(
        "log p(x|z)",
        example.all(),
        tape -> {
          Tensor x = tape.constant(Shape.of(3, 2), Arrays.copyOf(data, 6));
          return example.on(tape).logProb(x).tanh().sum();
        });
  }
}
