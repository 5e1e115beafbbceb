package vae.core.wiring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vae.core.spec.Spec;

/**
 * Every component of every slot, by name: what JSON may say.
 *
 * <p>Made from the slots' modules without an injector. It is the one registry behind reading specs,
 * the JSON Schema, {@code vae components} and the contract tests.
 */
public final class Catalogue {

  private final Map<Class<? extends Spec>, Map<String, Component>> bySlot = new LinkedHashMap<>();
  private final Map<Class<? extends Spec>, String> slotNames = new LinkedHashMap<>();
  private final Map<Class<?>, Component> bySpec = new LinkedHashMap<>();

  private Catalogue() {}

  /**
   * @throws IllegalArgumentException where two components of a slot have the same name or two
   *     components have the same spec, naming both
   */
  public static Catalogue of(List<? extends SlotModule<?>> modules) {
    Catalogue catalogue = new Catalogue();
    modules.forEach(catalogue::add);
    return catalogue;
  }

  private void add(SlotModule<?> module) {
    Map<String, Component> slot =
        bySlot.computeIfAbsent(module.specType(), type -> new LinkedHashMap<>());
    slotNames.putIfAbsent(module.specType(), module.slot());
    for (Component component : module.list()) {
      Component before = slot.putIfAbsent(component.name(), component);
      if (before != null) {
        throw new IllegalArgumentException(
            "two components of slot \"%s\" are named \"%s\": %s and %s; rename one of them"
                .formatted(
                    module.slot(),
                    component.name(),
                    before.specType().getName(),
                    component.specType().getName()));
      }
      requireOneName(component);
    }
  }

  private void requireOneName(Component component) {
    Component before = bySpec.putIfAbsent(component.specType(), component);
    if (before != null) {
      throw new IllegalArgumentException(
          "%s is the spec of \"%s\" and of \"%s\"; a spec is written under one name, so give each its own record"
              .formatted(component.specType().getName(), before.name(), component.name()));
    }
  }

  /** The names of the slots, in the order of their modules. */
  public List<String> slots() {
    return List.copyOf(slotNames.values());
  }

  /** True where the type is what all specs of a slot implement, such as {@code Prior.Spec}. */
  public boolean isSlot(Class<?> specType) {
    return bySlot.containsKey(specType);
  }

  /** The slot's name in JSON for the type that its specs implement. */
  public String slotName(Class<?> specType) {
    return slotNames.get(specType);
  }

  /** What every spec of the slot of that name implements; empty where there is no such slot. */
  public Optional<Class<? extends Spec>> specType(String slot) {
    return bySlot.keySet().stream().filter(type -> slotNames.get(type).equals(slot)).findFirst();
  }

  /** The components of the slot whose specs implement the type, in the order of their lines. */
  public List<Component> components(Class<?> specType) {
    return List.copyOf(bySlot.get(specType).values());
  }

  /** The components of the slot of that name; empty where there is no such slot. */
  public List<Component> components(String slot) {
    return specType(slot).map(this::components).orElse(List.of());
  }

  /** The component of that name in the slot whose specs implement the type. */
  public Optional<Component> find(Class<?> specType, String name) {
    return Optional.ofNullable(bySlot.get(specType).get(name));
  }

  public boolean isComponent(Class<?> spec) {
    return bySpec.containsKey(spec);
  }

  /**
   * The name under which specs of this class are written.
   *
   * @throws IllegalArgumentException where no component has this spec
   */
  public String nameOf(Class<?> spec) {
    Component component = bySpec.get(spec);
    if (component == null) {
      throw new IllegalArgumentException(
          spec.getName() + " is not the spec of a component; add it to its slot's module");
    }
    return component.name();
  }
}
