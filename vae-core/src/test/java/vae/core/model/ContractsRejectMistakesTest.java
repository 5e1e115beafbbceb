package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bernoulli;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Observation;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

/** A contract that accepts everything is worth nothing: each test plants one mistake. */
final class ContractsRejectMistakesTest {

  private static void rejected(Executable check) {
    assertThrows(AssertionError.class, check);
  }

  /** Passes everything to a distribution; mistakes are made by overriding one method. */
  private interface Wrapped extends Observation {
    HasDensity inner();

    @Override
    default Shape rows() {
      return inner().batchShape().append(inner().eventShape());
    }

    @Override
    default Draws draw(int samples, Key key) {
      return Draws.of(this, inner().draw(samples, key).z());
    }

    @Override
    default Tensor logProbEach(Tensor x) {
      return ((Observation) inner()).logProbEach(x);
    }

    @Override
    default Tensor logProb(Tensor x) {
      return inner().logProb(x);
    }

    @Override
    default Tensor mean() {
      return ((HasMean) inner()).mean();
    }
  }

  private record ShiftedDensity(HasDensity inner) implements Wrapped {
    @Override
    public Tensor logProb(Tensor x) {
      return inner.logProb(x).add(0.001);
    }
  }

  private record WideDraws(HasDensity inner) implements Wrapped {
    @Override
    public Draws draw(int samples, Key key) {
      return Draws.of(this, inner.draw(samples, key).z().multiply(1.05));
    }
  }

  private record OneDraw(HasDensity inner) implements Wrapped {
    @Override
    public Draws draw(int samples, Key key) {
      return inner.draw(samples, Key.of(1));
    }
  }

  private static PriorContract prior(UnaryOperator<HasDensity> mistake) {
    return new PriorContract() {
      @Override
      protected Prior prior(ModelSite at) {
        return (Tape tape) -> mistake.apply(new StandardGaussian(tape, at.sizes().latent()));
      }
    };
  }

  @Test
  void aPriorsMistakes() {
    rejected(prior(ShiftedDensity::new)::densityIntegratesToOne);
    rejected(prior(WideDraws::new)::drawsFollowTheDensity);
    rejected(prior(OneDraw::new)::drawsFollowTheKey);
  }

  /** Wraps the diagonal Gaussian; the mistake is a flag. */
  private record Posteriors(DiagonalGaussian inner, String mistake)
      implements Wrapped, Posterior, HasMarginals {

    @Override
    public Draws draw(int samples, Key key) {
      Tensor z =
          switch (mistake) {
            case "rows by place" -> inner.draw(samples, key.rows(new long[] {0, 1, 2, 3})).z();
            case "one noise for all rows" -> inner.draw(samples, key.rows(new long[4])).z();
            case "no path" -> inner.draw(samples, key).z().detach();
            default -> inner.draw(samples, key).z();
          };
      return mistake.equals("half the density")
          ? Draws.of(new ShiftedDensity(inner), z)
          : Draws.of(this, z);
    }

    @Override
    public DiagonalGaussian marginals() {
      Tensor wider = inner.logDeviation().add(0.05);
      return mistake.equals("wide marginals") ? new DiagonalGaussian(inner.mean(), wider) : inner;
    }

    @Override
    public Posterior stopGradient() {
      return switch (mistake) {
        case "stops nothing" -> inner;
        case "stops half" -> new DiagonalGaussian(inner.mean().detach(), inner.logDeviation());
        default -> inner.stopGradient();
      };
    }
  }

  private static PosteriorContract posterior(String mistake) {
    return new PosteriorContract() {
      @Override
      protected PosteriorFamily family(ModelSite at) {
        int m = at.sizes().latent();
        return new PosteriorFamily() {
          @Override
          public int parameterCount() {
            return 2 * m;
          }

          @Override
          public Posterior of(Tensor p) {
            DiagonalGaussian right = new DiagonalGaussian(p.slice(-1, 0, m), p.slice(-1, m, 2 * m));
            return new Posteriors(right, mistake);
          }
        };
      }
    };
  }

  @Test
  void aPosteriorsMistakes() {
    rejected(() -> posterior("rows by place").drawsDoNotDependOnTheBatch(3));
    rejected(posterior("one noise for all rows")::rowsAndSamplesHaveNoiseOfTheirOwn);
    rejected(posterior("half the density")::drawsCarryTheirDensity);
    rejected(posterior("no path")::drawsAreDifferentiableByTheParameters);
    rejected(posterior("wide marginals")::marginalsHaveTheMomentsOfTheDraws);
    rejected(posterior("stops nothing")::stopGradientCutsTheParameters);
    rejected(posterior("stops half")::stopGradientCutsTheParameters);
    rejected(posterior("stops half")::stopGradientKeepsThePath);
  }

  private record PlainSpec() implements LikelihoodModel.Spec {
    @Override
    public double[] outputFor(double[] mean) {
      return mean.clone();
    }
  }

  private static LikelihoodContract likelihood(UnaryOperator<Observation> mistake) {
    return new LikelihoodContract() {
      @Override
      protected LikelihoodModel likelihood(ModelSite at) {
        return output -> mistake.apply(new Bernoulli(output));
      }

      @Override
      protected LikelihoodModel.Spec spec() {
        return new PlainSpec();
      }

      @Override
      protected Optional<QuadratureRule> support() {
        return Optional.of(QuadratureRule.values(0, 1));
      }
    };
  }

  @Test
  void aLikelihoodsMistakes() {
    rejected(likelihood(ShiftedDensity::new)::densityIntegratesToOne);
    rejected(likelihood(ShiftedDensity::new)::densitiesOfDimensionsSumToTheWhole);
    rejected(likelihood(WideDraws::new)::drawsHaveTheMean);
    rejected(likelihood(UnaryOperator.identity())::outputsForAMeanGiveThatMean);
  }

  private static EstimatorContract estimator(Estimator estimator) {
    return new EstimatorContract() {
      @Override
      protected Estimator estimator() {
        return estimator;
      }
    };
  }

  @Test
  void anEstimatorsMistakes() {
    Claim lower =
        new Claim(Quantity.bound("toy", "toy"), "toy", Claim.Direction.LOWER, "none", true);
    Claim unbiased =
        new Claim(Quantity.bound("toy", "toy"), "toy", Claim.Direction.UNBIASED, "none", true);
    Claim upper =
        new Claim(Quantity.bound("toy", "toy"), "toy", Claim.Direction.UPPER, "none", true);
    Estimator right = ToyEstimators.meanLogWeight();
    rejected(
        estimator(ToyEstimators.of(upper, right::estimate))::theClaimHoldsAgainstTheExactEvidence);
    rejected(
        estimator(ToyEstimators.of(unbiased, right::estimate))
            ::theClaimHoldsAgainstTheExactEvidence);
    Estimator halfTheRate =
        ToyEstimators.of(
            lower,
            (p, encoder, x, key) -> {
              Draws draws = encoder.encode(x).draw(1, key);
              return Estimate.ofElbo(p.distortion(x, draws), p.rate(draws).multiply(0.5));
            });
    rejected(estimator(halfTheRate)::theClaimHoldsAgainstTheExactEvidence);
    rejected(estimator(halfTheRate)::theBoundIsTightAtTheTruePosterior);
    Estimator batchNoise =
        ToyEstimators.of(
            lower,
            (p, encoder, x, key) ->
                right.estimate(p, encoder, x, key.rows(new long[] {0, 1, 2, 3, 4})));
    rejected(estimator(batchNoise)::anExampleIsEstimatedAloneAsInItsBatch);
    Estimator noScore =
        ToyEstimators.of(
            lower,
            (p, encoder, x, key) -> {
              Draws draws = encoder.encode(x).draw(2, key).detached();
              return Estimate.ofBound(p.logWeights(x, draws).mean(Distribution.SAMPLE));
            });
    rejected(estimator(noScore)::gradientsOfABoundThatIsItsSurrogateAgreeWithDifferences);
  }

  /** Without the path through z the posterior learns nothing from the reconstruction. */
  @Test
  void aSurrogateWithoutThePath() {
    Estimator right = ToyEstimators.meanLogWeight();
    Estimator noPath =
        ToyEstimators.of(
            right.claim(),
            (p, encoder, x, key) -> {
              Draws draws = encoder.encode(x).draw(2, key).detached();
              Tensor weights = p.logWeights(x, draws);
              return right
                  .estimate(p, encoder, x, key)
                  .trainedOn(new Surrogate(weights.mean(Distribution.SAMPLE)));
            });
    rejected(estimator(noPath)::theSurrogateAscendsTheBound);
  }
}
