package vae.experiments.sweep.plan;

import vae.core.wiring.SlotModule;

/** The components of slot {@code method}. */
public final class MethodModule extends SlotModule<Method> {

  /** The slot {@code method}. */
  public MethodModule() {
    super("method", Method.class, Method.Spec.class);
  }

  @Override
  protected void components() {
    component("grid", Grid.Spec.class, Grid.Factory.class);
    component("random", RandomSearch.Spec.class, RandomSearch.Factory.class);
    component("sobol", Sobol.Spec.class, Sobol.Factory.class);
    component("halving", Halving.Spec.class, Halving.Factory.class);
  }
}
