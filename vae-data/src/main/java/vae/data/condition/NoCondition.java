package vae.data.condition;

import vae.core.spec.Describe;
import vae.data.source.Dataset;

/** Examples as they are. */
public final class NoCondition implements ConditionSource {

  @Describe("No condition: the model is one of p(x).")
  public record Spec() implements ConditionSource.Spec {}

  @Override
  public Dataset given(Dataset data) {
    return data;
  }
}
