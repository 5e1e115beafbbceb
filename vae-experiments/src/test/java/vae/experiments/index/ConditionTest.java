package vae.experiments.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.core.spec.SpecException;
import vae.experiments.index.Condition.Operator;

final class ConditionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "likelihood.noise.sigma=0.1;likelihood.noise.sigma;EQUAL;0.1",
        "test/elbo >= -100;test/elbo;AT_LEAST;-100",
        "test/elbo<=-1;test/elbo;AT_MOST;-1",
        "seed!=3;seed;UNEQUAL;3",
        "seed<3;seed;LESS;3",
        "seed>3;seed;MORE;3",
        "name~a=b;name;CONTAINS;a=b",
        "encoder.hidden=[200,200];encoder.hidden;EQUAL;[200, 200]",
        "encoder.posterior.type=\"iaf\";encoder.posterior.type;EQUAL;iaf"
      })
  void conditionsAreRead(String text, String key, Operator operator, String value) {
    assertEquals(new Condition(key, operator, value), Condition.parse(text));
  }

  @Test
  void anEmptyValueIsOne() {
    assertEquals(new Condition("digest", Operator.EQUAL, ""), Condition.parse("digest="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sigma", "=1", " = 1", "~"})
  void whatIsNoConditionIsRefused(String text) {
    SpecException refused = assertThrows(SpecException.class, () -> Condition.parse(text));
    assertTrue(refused.getMessage().startsWith("--where: expected KEY OPERATOR VALUE"));
  }
}
