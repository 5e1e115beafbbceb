package vae.data.wiring;

import vae.core.wiring.SlotModule;
import vae.data.condition.Columns;
import vae.data.condition.ConditionSource;
import vae.data.condition.Labels;
import vae.data.condition.NoCondition;

public final class ConditionModule extends SlotModule<ConditionSource> {

  public ConditionModule() {
    super("condition", ConditionSource.class, ConditionSource.Spec.class);
  }

  @Override
  protected void components() {
    component("none", NoCondition.Spec.class, (_, _) -> new NoCondition());
    component("labels", Labels.Spec.class, (_, _) -> new Labels());
    component("columns", Columns.Spec.class, (spec, _) -> new Columns(spec));
  }
}
