package vae.data.condition;

import vae.core.spec.SpecException;
import vae.data.source.Dataset;

/** What a model is conditioned on; the slot {@code condition}. */
public interface ConditionSource {

  interface Spec extends vae.core.spec.Spec {}

  /**
   * The data with the condition of each example; see {@link Dataset#conditionedOn}.
   *
   * @throws SpecException where these data have no such condition
   */
  Dataset given(Dataset data);
}
