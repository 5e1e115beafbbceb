package vae.core.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vae.autodiff.nn.Parameters;
import vae.core.model.Sizes;
import vae.core.model.TrainingExamples;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/** The factories of every slot; one injector. */
public final class Factories {

  private static final TypeLiteral<Map<Class<?>, Provider<ModelComponentFactory<?, ?>>>> LINES =
      new TypeLiteral<>() {};

  private record Slot(String name, Map<Class<?>, Provider<ModelComponentFactory<?, ?>>> lines) {}

  private final Map<Class<?>, Slot> slots = new HashMap<>();

  /**
   * @throws com.google.inject.CreationException where two components have the same spec
   */
  public Factories(List<? extends SlotModule<?>> modules) {
    Injector injector = Guice.createInjector(modules);
    for (SlotModule<?> module : modules) {
      Key<Map<Class<?>, Provider<ModelComponentFactory<?, ?>>>> lines =
          Key.get(LINES, Names.named(module.slot()));
      slots.put(module.type(), new Slot(module.slot(), injector.getInstance(lines)));
    }
  }

  public Site site(Explanation explanation) {
    return new OutsideModel(this, explanation, Place.ROOT);
  }

  /** The root of a model that is made without data. */
  public ModelSite site(Parameters parameters, Sizes sizes, Explanation explanation) {
    return site(parameters, sizes, Optional.empty(), explanation);
  }

  /**
   * The root of a model.
   *
   * @param examples what it is trained on
   */
  public ModelSite site(
      Parameters parameters,
      Sizes sizes,
      Optional<TrainingExamples> examples,
      Explanation explanation) {
    return new InModel(this, explanation, Place.ROOT, parameters, sizes, examples);
  }

  /**
   * @param place where the component stands, seen from the one that holds it
   */
  <T> T make(
      Class<T> slot,
      Place place,
      Spec spec,
      Explanation explanation,
      Function<ModelComponentFactory<?, Spec>, Object> create) {
    try {
      return slot.cast(create.apply(factory(slot, spec)));
    } catch (SpecException e) {
      throw e.under(place.withinComponent());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      RuntimeException explained = explanation.of(spec, e);
      throw explained instanceof SpecException complaint
          ? complaint.under(place.withinComponent())
          : explained;
    }
  }

  @SuppressWarnings("unchecked") // SlotModule.component ties the factory to its spec's class
  private ModelComponentFactory<?, Spec> factory(Class<?> type, Spec spec) {
    Slot slot = slots.get(type);
    if (slot == null || !slot.lines().containsKey(spec.getClass())) {
      throw new SpecException(
          "",
          "a spec of a component of " + (slot == null ? type.getName() : "slot " + slot.name()),
          spec.getClass().getName(),
          "Add it to the slot's module, or to a plugin's.");
    }
    return (ModelComponentFactory<?, Spec>) slot.lines().get(spec.getClass()).get();
  }
}
