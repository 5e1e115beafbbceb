package vae.experiments.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.core.spec.Domain;
import vae.core.spec.SpecException;
import vae.core.wiring.Component;

/**
 * The domains of keys, which records state in their constructors and nowhere else: each key is
 * given the ends of its type, and what the constructor says of them is its domain.
 */
final class Domains {

  /** Values of a list whose elements are tried: more than any list must have. */
  private static final int MANY = 4;

  private final Structure structure;
  private final Binder binder;

  Domains(Structure structure) {
    this.structure = structure;
    binder = new Binder(structure);
  }

  /** The domains in all of which a key's value must be. */
  List<Domain> of(Class<?> record, SpecKey key) {
    return found(record, key, ends(key.type(), false), key.name());
  }

  /** The domains of the elements of a key's list. */
  List<Domain> ofElements(Class<?> record, SpecKey key) {
    return found(record, key, ends(key.type(), true), key.name() + "[0]");
  }

  private List<Domain> found(Class<?> record, SpecKey key, List<?> ends, String path) {
    List<Domain> found = new ArrayList<>();
    for (Object end : ends) {
      try {
        make(record, key, end);
      } catch (SpecException e) {
        if (e.path().equals(path)) {
          e.domain().ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** The record with this value for the key, the defaults and anything else for the others. */
  private Object make(Class<?> record, SpecKey key, Object value) {
    Object[] arguments =
        structure.keys(record).stream()
            .map(each -> key != null && each.name().equals(key.name()) ? value : usual(each))
            .toArray();
    return Binder.construct(record.asSubclass(Record.class), arguments, "");
  }

  private Object usual(SpecKey key) {
    return key.fallback()
        .map(json -> binder.value(key.type(), json, key.name()))
        .orElseGet(() -> any(key.type()));
  }

  private Object any(ValueType type) {
    return switch (type) {
      case ValueType.Text() -> "x";
      case ValueType.Flag() -> false;
      case ValueType.Whole(boolean isLong) -> whole(1, isLong);
      case ValueType.Real() -> 0.5;
      case ValueType.Choice(Class<? extends Enum<?>> choice) -> choice.getEnumConstants()[0];
      case ValueType.ListOf(ValueType element) -> List.of(any(element));
      case ValueType.Table(_) -> Map.of();
      case ValueType.Maybe(_) -> Optional.empty();
      case ValueType.Section(Class<? extends Record> record) -> make(record, null, null);
      case ValueType.OfSlot slot -> component(slot);
      case ValueType.PathOr(_), ValueType.Anything() -> JsonNodeFactory.instance.stringNode("x");
    };
  }

  /** The first component that can be made of defaults. */
  private Object component(ValueType.OfSlot slot) {
    SpecException last = null;
    for (Component component : structure.catalogue().components(slot.slot())) {
      try {
        return make(component.specType(), null, null);
      } catch (SpecException e) {
        last = e;
      }
    }
    throw last == null ? SpecException.because("", "the slot is empty", "") : last;
  }

  private static Object whole(long value, boolean isLong) {
    if (isLong) {
      return value;
    }
    return (int) value;
  }

  /** The least and the greatest of a type, or lists of these. */
  private static List<?> ends(ValueType type, boolean elements) {
    return switch (type) {
      case ValueType.Maybe(ValueType present) ->
          ends(present, elements).stream().map(Optional::of).toList();
      case ValueType.ListOf(ValueType element) when elements ->
          ends(element, false).stream().map(it -> Collections.nCopies(MANY, it)).toList();
      case ValueType.ListOf(_) -> List.of(List.of());
      case ValueType _ when elements -> List.of();
      case ValueType.Whole whole ->
          List.of(whole(whole.least(), whole.isLong()), whole(whole.most(), whole.isLong()));
      case ValueType.Real() -> List.of(-Double.MAX_VALUE, Double.MAX_VALUE);
      case ValueType.Text() -> List.of("");
      default -> List.of();
    };
  }
}
