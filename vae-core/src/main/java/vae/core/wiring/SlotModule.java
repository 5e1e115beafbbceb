package vae.core.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.name.Names;
import com.google.inject.util.Types;
import java.util.ArrayList;
import java.util.List;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Spec;

/**
 * The components of one slot, a line each; one Guice module a slot.
 *
 * <pre>{@code
 * public final class PriorModule extends SlotModule<Prior> {
 *   public PriorModule() { super("prior", Prior.class, Prior.Spec.class); }
 *   @Override protected void components() {
 *     component("standard-normal", StandardNormal.Spec.class, StandardNormal.Factory.class);
 *   }
 * }
 * }</pre>
 *
 * <p>The lines are known without an injector ({@link #list}): reading JSON, the schema and the
 * listing of components use them. In an injector every line becomes an entry of the slot's map, and
 * {@code Slot<T>} can be injected to make components from specs. A plugin adds lines to an existing
 * slot with a module of its own, named in {@code META-INF/services/vae.core.wiring.SlotModule}.
 *
 * @param <T> the slot's interface
 */
public abstract class SlotModule<T> extends AbstractModule {

  private final String slot;
  private final Class<T> type;
  private final Class<? extends Spec> specType;
  private List<Component<T>> lines;

  /**
   * @param slot the slot's name in JSON
   * @param type the slot's interface
   * @param specType what every spec of the slot implements
   */
  protected SlotModule(String slot, Class<T> type, Class<? extends Spec> specType) {
    this.slot = slot;
    this.type = type;
    this.specType = specType;
  }

  /** Calls {@link #component} once for each component. */
  protected abstract void components();

  /** Adds a component under its name in JSON. */
  protected final <S extends Spec> void component(
      String name, Class<S> spec, Class<? extends ComponentFactory<? extends T, S>> factory) {
    lines.add(new Component<>(slot, name, spec, factory));
  }

  /** The slot's name in JSON. */
  public final String slot() {
    return slot;
  }

  /** The slot's interface. */
  public final Class<T> type() {
    return type;
  }

  /** What every spec of the slot implements. */
  public final Class<? extends Spec> specType() {
    return specType;
  }

  /** The components in the order of their lines. */
  public final List<Component<T>> list() {
    lines = new ArrayList<>();
    components();
    return List.copyOf(lines);
  }

  @Override
  protected final void configure() {
    MapBinder<Class<?>, ComponentFactory<?, ?>> factories = factories(this);
    for (Component<T> line : list()) {
      factories.addBinding(line.specType()).to(line.factory());
    }
    bind(slotKey(type)).toProvider(new SlotProvider<>(slot, type));
  }

  private static MapBinder<Class<?>, ComponentFactory<?, ?>> factories(SlotModule<?> module) {
    return MapBinder.newMapBinder(
        module.binder(),
        new TypeLiteral<Class<?>>() {},
        new TypeLiteral<ComponentFactory<?, ?>>() {},
        Names.named(module.slot));
  }

  @SuppressWarnings("unchecked") // the key is built from the class object of T
  private static <T> Key<Slot<T>> slotKey(Class<T> type) {
    return (Key<Slot<T>>) Key.get(Types.newParameterizedType(Slot.class, type));
  }
}
