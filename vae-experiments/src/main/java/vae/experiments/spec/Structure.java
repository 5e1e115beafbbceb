package vae.experiments.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.InSlot;
import vae.core.spec.Named;
import vae.core.spec.Since;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.core.wiring.Component;

/**
 * The keys of every spec record, by reflection: the one place where record components become JSON.
 *
 * <p>A component is a {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double},
 * an enum, a record, the {@code Spec} type of a slot, or a {@code List}, {@code Optional} or {@code
 * Map<String, …>} of these. An {@code Optional} without {@link Default} defaults to null.
 */
public final class Structure {

  private final Catalogue catalogue;
  private final Map<Class<?>, List<SpecKey>> known = new ConcurrentHashMap<>();

  public Structure(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * The keys of a record in the order of its components.
   *
   * @throws IllegalArgumentException where a component has a type without a form in JSON, or a
   *     default is not JSON: a mistake in the record, not in a spec
   */
  public List<SpecKey> keys(Class<?> record) {
    List<SpecKey> keys = known.get(record);
    if (keys == null) {
      if (!record.isRecord()) {
        throw new IllegalArgumentException(
            record.getName() + " is not a record; specs are records");
      }
      keys = new ArrayList<>();
      for (RecordComponent component : record.getRecordComponents()) {
        keys.add(key(component));
      }
      keys = List.copyOf(keys);
      known.put(record, keys);
    }
    return keys;
  }

  /**
   * Paths of keys of the name, this many levels below these keys: {@code training.epochs} is one
   * level below those of an experiment.
   */
  List<String> paths(List<SpecKey> keys, String name, int levels) {
    List<String> paths = new ArrayList<>();
    for (SpecKey key : keys) {
      if (levels == 0 && key.name().equals(name)) {
        paths.add(name);
      }
      if (levels > 0) {
        for (Class<?> record : records(key.type())) {
          paths(keys(record), name, levels - 1).forEach(it -> paths.add(key.name() + "." + it));
        }
      }
    }
    return paths;
  }

  List<Class<?>> records(ValueType type) {
    return switch (type) {
      case ValueType.Section(Class<? extends Record> record) -> List.of(record);
      case ValueType.Maybe(ValueType present) -> records(present);
      case ValueType.OfSlot slot ->
          catalogue.components(slot.slot()).stream().<Class<?>>map(Component::specType).toList();
      default -> List.of();
    };
  }

  /** The name in JSON of the component whose spec the record is; empty for a plain record. */
  public Optional<String> component(Class<?> record) {
    return catalogue.isComponent(record) ? Optional.of(catalogue.nameOf(record)) : Optional.empty();
  }

  private SpecKey key(RecordComponent component) {
    InSlot inSlot = component.getAnnotation(InSlot.class);
    OrPath orPath = component.getAnnotation(OrPath.class);
    ValueType type =
        orPath != null
            ? new ValueType.PathOr(orPath.value())
            : inSlot == null
                ? typeOf(component.getGenericType(), component)
                : component.getType() == List.class
                    ? new ValueType.ListOf(slot(inSlot, component))
                    : slot(inSlot, component);
    Describe describe = component.getAnnotation(Describe.class);
    Named named = component.getAnnotation(Named.class);
    component.getAccessor().trySetAccessible();
    return new SpecKey(
        named == null ? component.getName() : named.value(),
        type,
        fallback(component, type),
        describe == null ? "" : describe.value(),
        isAdded(component, type),
        component.getAccessor());
  }

  private static Optional<JsonNode> fallback(RecordComponent component, ValueType type) {
    Default stated = component.getAnnotation(Default.class);
    if (stated == null) {
      return type instanceof ValueType.Maybe
          ? Optional.of(JsonNodeFactory.instance.nullNode())
          : Optional.empty();
    }
    try {
      return Optional.of(JsonText.parse(SpecSource.text("@Default", stated.value())).tree());
    } catch (SpecException e) {
      throw new IllegalArgumentException(
          "the default of " + where(component) + ": " + e.problem(), e);
    }
  }

  private static boolean isAdded(RecordComponent component, ValueType type) {
    boolean added = component.isAnnotationPresent(Since.class);
    if (added && fallback(component, type).isEmpty()) {
      throw new IllegalArgumentException(
          where(component) + " was added later and has no default; documents without it exist");
    }
    return added;
  }

  private ValueType slot(InSlot inSlot, RecordComponent component) {
    Class<? extends Spec> slot =
        catalogue
            .specType(inSlot.value())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s is in the slot \"%s\", and the slots are %s; add the slot's module"
                            .formatted(where(component), inSlot.value(), catalogue.slots())));
    return new ValueType.OfSlot(slot, inSlot.value());
  }

  private ValueType typeOf(Type type, RecordComponent component) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new ValueType.ListOf(typeOf(arguments[0], component));
      }
      if (generic.getRawType() == Optional.class) {
        return new ValueType.Maybe(typeOf(arguments[0], component));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new ValueType.Table(typeOf(arguments[1], component));
      }
    }
    if (type instanceof Class<?> plain) {
      return plainType(plain, component);
    }
    throw unsupported(type, component);
  }

  private ValueType plainType(Class<?> type, RecordComponent component) {
    if (type == String.class) {
      return new ValueType.Text();
    }
    if (type == int.class || type == Integer.class) {
      return new ValueType.Whole(false);
    }
    if (type == long.class || type == Long.class) {
      return new ValueType.Whole(true);
    }
    if (type == double.class || type == Double.class) {
      return new ValueType.Real();
    }
    if (type == boolean.class || type == Boolean.class) {
      return new ValueType.Flag();
    }
    if (type == JsonNode.class) {
      return new ValueType.Anything();
    }
    if (type.isEnum()) {
      @SuppressWarnings("unchecked") // isEnum
      Class<? extends Enum<?>> choice = (Class<? extends Enum<?>>) type;
      return new ValueType.Choice(choice);
    }
    if (catalogue.isSlot(type)) {
      return new ValueType.OfSlot(type.asSubclass(Spec.class), catalogue.slotName(type));
    }
    if (type.isRecord()) {
      return new ValueType.Section(type.asSubclass(Record.class));
    }
    throw unsupported(type, component);
  }

  private IllegalArgumentException unsupported(Type type, RecordComponent component) {
    return new IllegalArgumentException(
        "%s has the type %s, which has no form in JSON here; the slots are %s"
            .formatted(where(component), type.getTypeName(), catalogue.slots()));
  }

  private static String where(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }
}
