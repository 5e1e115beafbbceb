package vae.data.condition;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import vae.core.spec.Describe;
import vae.core.spec.SpecException;
import vae.data.source.Covariates;
import vae.data.source.Dataset;
import vae.data.source.Examples;

/**
 * The class of each example, one-hot: \(c = e_y \in \{0, 1\}^K\).
 *
 * <p>K is one more than the largest label of the whole source, whatever the split. Source: Kingma,
 * Rezende, Mohamed and Welling (2014), model M2 with every label known.
 */
public final class Labels implements ConditionSource {

  @Describe(
      value = "The labels of the data, one-hot.",
      source = "Kingma, Rezende, Mohamed and Welling (2014), model M2 with every label known")
  public record Spec() implements ConditionSource.Spec {}

  private static final int MAX_CLASSES = 1 << 16;
  private static final int MAX_SHOWN = 10;

  @Override
  public Dataset given(Dataset data) {
    int classes = data.classCount();
    if (classes == 0) {
      throw new SpecException(
          "type",
          "data with labels",
          "data \"" + data.name() + "\" without",
          "Say in the data where their labels are, or take {\"type\": \"columns\"} or"
              + " {\"type\": \"none\"}.");
    }
    if (classes > MAX_CLASSES) {
      throw new SpecException(
          "type",
          "labels below " + MAX_CLASSES,
          "the label " + (classes - 1),
          "Number the classes from 0, without gaps.");
    }
    List<String> names =
        data.classes().isEmpty()
            ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
            : data.classes();
    return data.conditionedOn(new OneHot(names)).noting(untrained(data, names));
  }

  /** Classes that have their place in the condition and no example to train on. */
  private static List<String> untrained(Dataset data, List<String> names) {
    BitSet seen = new BitSet();
    IntStream.range(0, data.train().size()).forEach(i -> seen.set(data.train().label(i)));
    List<String> unseen =
        IntStream.range(0, names.size())
            .filter(label -> !seen.get(label))
            .mapToObj(names::get)
            .toList();
    int shown = Math.min(unseen.size(), MAX_SHOWN);
    return unseen.isEmpty()
        ? List.of()
        : List.of(
            "no training example has the %s %s%s: what the model makes of it is untrained"
                .formatted(
                    unseen.size() == 1 ? "class" : "classes",
                    String.join(", ", unseen.subList(0, shown)),
                    unseen.size() == shown ? "" : ", …"));
  }

  /** The unit vector of an example's label among the classes of these names. */
  private record OneHot(List<String> names) implements Covariates {

    @Override
    public int size() {
      return names.size();
    }

    @Override
    public void fill(Examples part, int i, float[] out, int offset) {
      Arrays.fill(out, offset, offset + size(), 0);
      out[offset + part.label(i)] = 1;
    }

    @Override
    public List<float[]> shown(Examples part, int limit) {
      return IntStream.range(0, Math.min(limit, size())).mapToObj(this::unit).toList();
    }

    private float[] unit(int label) {
      float[] unit = new float[size()];
      unit[label] = 1;
      return unit;
    }

    @Override
    public String name(float[] condition) {
      int label = 0;
      while (label < size() - 1 && condition[label] != 1) {
        label++;
      }
      return names.get(label);
    }
  }
}
