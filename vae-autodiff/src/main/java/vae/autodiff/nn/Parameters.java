package vae.autodiff.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;

/**
 * Makes and holds the parameters of a model, sorted by name.
 *
 * <p>A parameter's first value is a pure function of (key, full name, shape, initialiser): the
 * order in which layers are made does not matter. {@link #scope} gives a view that puts a prefix
 * before every name.
 */
public final class Parameters {

  private final SortedMap<String, Parameter> all;
  private final String prefix;
  private final DType type;
  private final Key key;
  private final long most;

  private Parameters(
      SortedMap<String, Parameter> all, String prefix, DType type, Key key, long most) {
    this.most = most;
    this.all = all;
    this.prefix = prefix;
    this.type = type;
    this.key = key;
  }

  public static Parameters of(DType type, Key key) {
    return of(type, key, Long.MAX_VALUE);
  }

  /**
   * No parameters yet, and never more than memory holds.
   *
   * @param most elements of all parameters together, ≥ 0
   */
  public static Parameters of(DType type, Key key, long most) {
    return new Parameters(new TreeMap<>(), "", type, key, most);
  }

  /** The same parameters, with {@code name.} before the name of everything made through it. */
  public Parameters scope(String name) {
    return new Parameters(all, prefix + name + ".", type, key, most);
  }

  /**
   * Makes a parameter.
   *
   * @throws IllegalStateException where the name is taken
   * @throws TooManyParametersException before memory is taken that there may not be
   */
  public Parameter create(String name, Shape shape, Initializer initializer) {
    NdArray value = zeros(name, shape);
    initializer.fill(value, key.fold(prefix + name));
    return hold(name, value);
  }

  /**
   * Makes a weight that is no matrix [in, out].
   *
   * @param fan the connections of the weight's layer
   * @throws IllegalStateException where the name is taken
   * @throws TooManyParametersException before memory is taken that there may not be
   */
  public Parameter create(String name, Shape shape, Initializer initializer, Fan fan) {
    NdArray value = zeros(name, shape);
    initializer.fill(value, fan, key.fold(prefix + name));
    return hold(name, value);
  }

  private NdArray zeros(String name, Shape shape) {
    long elements = shape.size();
    for (Parameter parameter : all.values()) {
      elements += parameter.shape().size();
    }
    if (elements > most) {
      throw new TooManyParametersException(prefix + name, shape, elements, most);
    }
    return NdArray.zeros(type, shape);
  }

  private Parameter hold(String name, NdArray value) {
    String full = prefix + name;
    Parameter parameter = new Parameter(full, value);
    if (all.putIfAbsent(full, parameter) != null) {
      throw new IllegalStateException("two parameters are named " + full + "; give one a scope");
    }
    return parameter;
  }

  /** The parameters below this scope, sorted by name. */
  public List<Parameter> list() {
    List<Parameter> found = new ArrayList<>();
    for (Parameter parameter : all.values()) {
      if (parameter.name().startsWith(prefix)) {
        found.add(parameter);
      }
    }
    return found;
  }

  public long elements() {
    return list().stream().mapToLong(parameter -> parameter.shape().size()).sum();
  }

  public DType type() {
    return type;
  }
}
