package vae.core.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.binder.LinkedBindingBuilder;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.name.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import vae.core.spec.Spec;

/**
 * The components of one slot, one per line.
 *
 * <pre>{@code
 * public final class PriorModule extends SlotModule<Prior> {
 *   public PriorModule() { super("prior", Prior.class, Prior.Spec.class); }
 *   @Override protected void components() {
 *     modelComponent("standard-normal", StandardNormal.Spec.class,
 *         (spec, at) -> new StandardNormal(at.sizes().latent()));
 *   }
 * }
 * }</pre>
 *
 * <p>The lines are known without an injector ({@link #list}): reading JSON, the schema and the
 * listing of components use them. A plugin adds lines to an existing slot with a module of its own,
 * named in {@code META-INF/services/vae.core.wiring.SlotModule}.
 */
public abstract class SlotModule<T> extends AbstractModule {

  private record Line(
      Component component, Consumer<LinkedBindingBuilder<ModelComponentFactory<?, ?>>> factory) {}

  private final String slot;
  private final Class<T> type;
  private final Class<? extends Spec> specType;
  private final List<Line> lines = new ArrayList<>();

  protected SlotModule(String slot, Class<T> type, Class<? extends Spec> specType) {
    this.slot = slot;
    this.type = type;
    this.specType = specType;
  }

  protected abstract void components();

  /** Adds a component that is made from its spec and the components in it. */
  protected final <S extends Spec> void component(
      String name, Class<S> spec, ComponentFactory<? extends T, S> factory) {
    add(name, spec, binding -> binding.toInstance(factory));
  }

  /** Adds a component that needs the sizes or the parameters of its model. */
  protected final <S extends Spec> void modelComponent(
      String name, Class<S> spec, ModelComponentFactory<? extends T, S> factory) {
    add(name, spec, binding -> binding.toInstance(factory));
  }

  /** Adds a component whose factory is made by Guice, of either kind. */
  protected final <S extends Spec> void component(
      String name, Class<S> spec, Class<? extends ModelComponentFactory<? extends T, S>> factory) {
    add(name, spec, binding -> binding.to(factory));
  }

  private void add(
      String name,
      Class<? extends Spec> spec,
      Consumer<LinkedBindingBuilder<ModelComponentFactory<?, ?>>> factory) {
    lines.add(new Line(new Component(slot, name, spec), factory));
  }

  /** The slot's name in JSON. */
  public final String slot() {
    return slot;
  }

  public final Class<T> type() {
    return type;
  }

  /** What every spec of the slot implements. */
  public final Class<? extends Spec> specType() {
    return specType;
  }

  /** The components in the order of their lines. */
  public final List<Component> list() {
    return lines().stream().map(Line::component).toList();
  }

  private List<Line> lines() {
    lines.clear();
    components();
    return List.copyOf(lines);
  }

  @Override
  protected final void configure() {
    MapBinder<Class<?>, ModelComponentFactory<?, ?>> factories =
        MapBinder.newMapBinder(
            binder(),
            new TypeLiteral<Class<?>>() {},
            new TypeLiteral<ModelComponentFactory<?, ?>>() {},
            Names.named(slot));
    for (Line line : lines()) {
      line.factory().accept(factories.addBinding(line.component().specType()));
    }
  }
}
