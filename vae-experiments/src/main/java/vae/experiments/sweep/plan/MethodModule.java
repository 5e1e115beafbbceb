package vae.experiments.sweep.plan;

import vae.core.wiring.SlotModule;

/** The components of slot {@code method}. */
public final class MethodModule extends SlotModule<Method> {

  public MethodModule() {
    super("method", Method.class, Method.Spec.class);
  }

  @Override
  protected void components() {
    component("grid", GridSearch.Spec.class, (_, _) -> new GridSearch());
    component("random", RandomSearch.Spec.class, (spec, _) -> new RandomSearch(spec));
    component("sobol", Sobol.Spec.class, (spec, _) -> new Sobol(spec));
    component(
        "halving",
        Halving.Spec.class,
        (spec, at) -> new Halving(spec, at.make(Method.class, "candidates", spec.candidates())));
  }
}
