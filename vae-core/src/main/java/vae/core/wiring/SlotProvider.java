package vae.core.wiring;

import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import java.util.Map;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/**
 * Provides {@link Slot}. Two modules of one slot (ours and a plugin's) bind equal providers, which
 * Guice takes as one.
 */
final class SlotProvider<T> implements Provider<Slot<T>> {

  private static final TypeLiteral<Map<Class<?>, Provider<ComponentFactory<?, ?>>>> FACTORIES =
      new TypeLiteral<>() {};

  private final String slot;
  private final Class<T> type;
  @Inject private Injector injector;

  SlotProvider(String slot, Class<T> type) {
    this.slot = slot;
    this.type = type;
  }

  @Override
  public Slot<T> get() {
    return spec -> create(injector.getInstance(Key.get(FACTORIES, Names.named(slot))), spec);
  }

  private T create(Map<Class<?>, Provider<ComponentFactory<?, ?>>> factories, Spec spec) {
    Provider<ComponentFactory<?, ?>> factory = factories.get(spec.getClass());
    if (factory == null) {
      String fix = "Add it to the slot's module, or to a plugin's.";
      throw new SpecException(
          "", "a spec of a component of slot " + slot, spec.getClass().getName(), fix);
    }
    @SuppressWarnings("unchecked") // SlotModule.component ties the factory to its spec's class
    ComponentFactory<?, Spec> typed = (ComponentFactory<?, Spec>) factory.get();
    return type.cast(typed.create(spec));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotProvider<?> that && type == that.type && slot.equals(that.slot);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
