package vae.experiments.wiring;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import vae.core.distribution.MisfitException;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.core.wiring.SlotModule;
import vae.data.format.DataException;

/** The components that plugins brought: which of them a spec names, and which of them failed. */
public final class PluginComponents {

  /** Causes may go in circles. */
  private static final int MAX_CAUSES = 32;

  private final List<PluginComponent> components;

  private PluginComponents(List<PluginComponent> components) {
    this.components = components;
  }

  static PluginComponents of(List<SlotModule<?>> plugins) {
    return new PluginComponents(
        plugins.stream().flatMap(it -> it.list().stream()).map(PluginComponent::of).toList());
  }

  /** The component of a plugin that the spec describes or holds, the outermost one. */
  Optional<PluginComponent> in(Object spec) {
    if (components.isEmpty()) {
      return Optional.empty();
    }
    Deque<Object> next = new ArrayDeque<>(List.of(spec));
    while (!next.isEmpty()) {
      Object value = next.remove();
      if (value instanceof Collection<?> several) {
        next.addAll(several);
      } else if (value instanceof Optional<?> some) {
        some.ifPresent(next::add);
      } else if (value instanceof Spec) {
        Optional<PluginComponent> found = of(value);
        if (found.isPresent()) {
          return found;
        }
        addParts(value, next);
      }
    }
    return Optional.empty();
  }

  private static void addParts(Object spec, Deque<Object> to) {
    for (RecordComponent part : spec.getClass().getRecordComponents()) {
      try {
        part.getAccessor().trySetAccessible();
        Object value = part.getAccessor().invoke(spec);
        if (value != null) {
          to.add(value);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(spec.getClass() + " cannot be read", e);
      }
    }
  }

  /**
   * What to throw for a problem: where a plugin's code stands in its stack trace, one that names
   * component, jar and cause; else the problem itself, which is thrown at once where it is an
   * error.
   */
  public RuntimeException blame(Throwable problem) {
    boolean itsOwnWords =
        problem instanceof PluginException
            || problem instanceof SpecException
            || problem instanceof DataException
            || problem instanceof MisfitException
            || problem instanceof VirtualMachineError && !(problem instanceof StackOverflowError);
    Optional<StackTraceElement> place = itsOwnWords ? Optional.empty() : place(problem);
    if (place.isPresent()) {
      return exception(component(place.get()), root(problem), place);
    }
    if (!itsOwnWords && root(problem) instanceof LinkageError mismatch) {
      Optional<PluginComponent> mentioned = mentioned(mismatch);
      if (mentioned.isPresent()) {
        return exception(mentioned.get().toString(), mismatch, Optional.empty());
      }
    }
    return switch (problem) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> throw new IllegalArgumentException("expected an unchecked exception", problem);
    };
  }

  /** The same for a component that was being made, also where only its module's line threw. */
  RuntimeException blame(Spec making, Throwable problem) {
    RuntimeException blamed = blame(problem);
    Optional<PluginComponent> component = of(making);
    return blamed instanceof PluginException && blamed != problem && component.isPresent()
        ? blame(component.get(), problem)
        : blamed;
  }

  private Optional<PluginComponent> of(Object spec) {
    return components.stream().filter(it -> it.specType() == spec.getClass()).findFirst();
  }

  /** The same where it is known whose problem it is. */
  PluginException blame(PluginComponent component, Throwable problem) {
    return exception(component.toString(), root(problem), place(problem));
  }

  private static PluginException exception(
      String component, Throwable problem, Optional<StackTraceElement> place) {
    String what =
        problem instanceof LinkageError e
            ? Mismatch.of(e)
            : "%s: %s%s\nThe plugin's code has to be mended; --debug shows the whole trace."
                .formatted(
                    problem.getClass().getSimpleName(),
                    problem.getMessage(),
                    place.map(it -> ", at " + shown(it)).orElse(""));
    return new PluginException(component + ": " + what, problem);
  }

  private static String shown(StackTraceElement frame) {
    return "%s.%s(%s:%d)"
        .formatted(
            frame.getClassName(),
            frame.getMethodName(),
            frame.getFileName(),
            frame.getLineNumber());
  }

  private String component(StackTraceElement frame) {
    return owner(frame)
        .map(PluginComponent::toString)
        .orElseGet(() -> "class " + frame.getClassName() + " of a plugin");
  }

  private Optional<PluginComponent> owner(StackTraceElement frame) {
    return components.stream().filter(it -> it.owns(frame.getClassName())).findFirst();
  }

  /**
   * Where our code calls a method that a plugin's class lacks, only the message names the class.
   */
  private Optional<PluginComponent> mentioned(LinkageError mismatch) {
    return Mismatch.classes(mismatch)
        .flatMap(name -> components.stream().filter(it -> it.owns(name)))
        .findFirst();
  }

  /** The frame of a plugin that is nearest to where the problem arose, a component's first. */
  private Optional<StackTraceElement> place(Throwable problem) {
    StackTraceElement[] frames = root(problem).getStackTrace();
    for (StackTraceElement frame : frames) {
      if (owner(frame).isPresent()) {
        return Optional.of(frame);
      }
    }
    for (StackTraceElement frame : frames) {
      if (Mismatch.LOADER.equals(frame.getClassLoaderName())) {
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  /**
   * What Guice and others wrapped; a class that cannot be linked says more than its cause, unless
   * its initialiser threw.
   */
  static Throwable root(Throwable problem) {
    Throwable cause = problem;
    for (int depth = 0; cause.getCause() != null && depth < MAX_CAUSES; depth++) {
      boolean initialiser =
          cause instanceof ExceptionInInitializerError
              || cause.getCause() instanceof ExceptionInInitializerError;
      if (cause instanceof LinkageError && !initialiser) {
        return cause;
      }
      cause = cause.getCause();
    }
    return cause;
  }
}
