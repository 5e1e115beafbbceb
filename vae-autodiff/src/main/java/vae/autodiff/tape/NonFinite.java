package vae.autodiff.tape;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;

/**
 * Where the first NaN or infinity of a computation comes from: the operation that made it of finite
 * numbers, or the leaf that held it.
 *
 * @param op the operation's name; {@code parameter} or {@code constant} where no operation made it
 * @param layer the scope of the nearest parameter that the operation depends on, such as {@code
 *     decoder.output}; empty where it depends on none
 * @param within whether that parameter is an input of the operation itself; else the operation
 *     follows the layer
 * @param value NaN or an infinity: the first one in the array
 */
public record NonFinite(
    Pass pass, String op, String layer, boolean within, Shape shape, double value) {

  public enum Pass {
    FORWARD,
    /** Gradients, as they are passed back. */
    BACKWARD
  }

  /**
   * The origin of a tensor's NaN or infinity among everything that it was computed from; empty
   * where all its elements are finite.
   *
   * <p>The earliest one on the tape that the tensor's own NaN or infinity can be traced to: an
   * infinity that is masked away later is none.
   */
  public static Optional<NonFinite> inValue(Tensor tensor) {
    Set<Tensor> suspects = Collections.newSetFromMap(new IdentityHashMap<>());
    suspects.add(tensor);
    NonFinite origin = null;
    List<Tensor> nodes = tensor.tape().nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Tensor node = nodes.get(i);
      double found = suspects.contains(node) ? first(node.view(node.value)) : 0;
      if (!Double.isFinite(found)) {
        boolean passedOn = false;
        for (int j = 0; j < i; j++) {
          Tensor before = nodes.get(j);
          if (feeds(before, node) && !Double.isFinite(first(before.view(before.value)))) {
            suspects.add(before);
            passedOn = true;
          }
        }
        origin = passedOn ? origin : of(Pass.FORWARD, node, node.shape(), found);
      }
    }
    return Optional.ofNullable(origin);
  }

  /** Whether the tensor is an input of the node, or what the node is a detached copy of. */
  private static boolean feeds(Tensor tensor, Tensor node) {
    for (Tensor input : node.inputs()) {
      if (input == tensor) {
        return true;
      }
    }
    return node.op() == null && node.borrowed && node.value == tensor.value;
  }

  /**
   * The origin of the first NaN or infinity in the gradient of a finite scalar; differentiates it
   * again. Empty where all gradients are finite.
   */
  public static Optional<NonFinite> inGradient(Tensor objective) {
    NonFinite[] origin = {null};
    objective
        .tape()
        .backward(
            objective,
            node -> {
              for (Tensor input : node.inputs()) {
                if (origin[0] == null && input.gradient != null) {
                  double found = first(input.view(input.gradient));
                  if (!Double.isFinite(found)) {
                    origin[0] = of(Pass.BACKWARD, node, input.shape(), found);
                  }
                }
              }
            });
    return Optional.ofNullable(origin[0]);
  }

  private static NonFinite of(Pass pass, Tensor node, Shape shape, double value) {
    String op =
        node.op() != null ? node.op().name() : node.parameter != null ? "parameter" : "constant";
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Tensor> next = new ArrayDeque<>();
    next.add(node);
    while (!next.isEmpty()) {
      Tensor tensor = next.remove();
      if (tensor.parameter != null) {
        boolean within = tensor == node || List.of(node.inputs()).contains(tensor);
        return new NonFinite(pass, op, scope(tensor.parameter), within, shape, value);
      }
      for (Tensor input : tensor.inputs()) {
        if (seen.add(input)) {
          next.add(input);
        }
      }
    }
    return new NonFinite(pass, op, "", false, shape, value);
  }

  private static String scope(Parameter parameter) {
    int dot = parameter.name().lastIndexOf('.');
    return dot < 0 ? parameter.name() : parameter.name().substring(0, dot);
  }

  /** The first element that is not finite; 0 where all are. */
  private static double first(NdArray array) {
    for (int i = 0; i < array.shape().size(); i++) {
      double element = array.get(i);
      if (!Double.isFinite(element)) {
        return element;
      }
    }
    return 0;
  }

  /** In words: {@code exp made Infinity of finite numbers, after decoder.output}. */
  public String text() {
    if (op.equals("constant") || op.equals("parameter")) {
      return "a %s%s holds %s".formatted(op, layer.isEmpty() ? "" : " of " + layer, shown());
    }
    String made = pass == Pass.FORWARD ? " made " : " passed back ";
    String where = layer.isEmpty() ? "" : (within ? ", in " : ", after ") + layer;
    return op + made + shown() + " of finite numbers" + where;
  }

  private String shown() {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "minus infinity";
  }
}
