package vae.data.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.SpecException;
import vae.data.source.Covariates;
import vae.data.source.Dataset;
import vae.data.source.Examples;

/**
 * Some columns of the data: they leave x and become the condition, so that the model is one of the
 * other columns given these.
 *
 * <p>Source: Sohn, Lee and Yan (2015).
 */
public final class Columns implements ConditionSource {

  @Describe(value = "Columns of the data, taken out of x.", source = "Sohn, Lee and Yan (2015)")
  public record Spec(
      @Describe("Names in the header of a CSV file, or numbers from 0 such as \"3\".")
          List<String> columns)
      implements ConditionSource.Spec {

    /** Checks that there is one. */
    public Spec {
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new SpecException(
            "columns",
            "at least one column",
            "an empty list",
            "A model without a condition has {\"type\": \"none\"}.",
            new Domain.Size(1));
      }
    }
  }

  private static final int MAX_SHOWN = 50;

  private final List<String> columns;

  public Columns(Spec spec) {
    columns = spec.columns();
  }

  @Override
  public Dataset given(Dataset data) {
    int d = data.dimension();
    if (data.exampleShape().length != 1) {
      throw new SpecException(
          "type",
          "data of vectors to take columns from",
          "data \"" + data.name() + "\", whose examples are images",
          "Take {\"type\": \"labels\"}.");
    }
    List<String> header =
        data.columns().isEmpty()
            ? IntStream.range(0, d).mapToObj(Integer::toString).toList()
            : data.columns();
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = position(columns.get(i), "columns[" + i + "]", header);
      if (taken.contains(column)) {
        throw SpecException.because(
            "columns[" + i + "]", "column " + column + " is there twice", "Name it once.");
      }
      taken.add(column);
    }
    if (taken.size() == d) {
      throw new SpecException(
          "columns", "fewer than all " + d + " columns", "all of them", "Leave some for x.");
    }
    int[] positions = taken.stream().mapToInt(Integer::intValue).toArray();
    List<String> names = taken.stream().map(header::get).toList();
    return data.conditionedOn(new Values(positions, names), positions);
  }

  private static int position(String column, String path, List<String> header) {
    int named = header.indexOf(column);
    if (named >= 0) {
      return named;
    }
    if (column.matches("[0-9]{1,9}") && Integer.parseInt(column) < header.size()) {
      return Integer.parseInt(column);
    }
    List<String> known = header.subList(0, Math.min(header.size(), MAX_SHOWN));
    String more =
        header.getFirst().equals("0") ? "" : "A number below %d does too.".formatted(header.size());
    throw SpecException.unknown(path, "column", column, known, more);
  }

  private record Values(int[] positions, List<String> names) implements Covariates {

    @Override
    public int size() {
      return positions.length;
    }

    @Override
    public void fill(Examples part, int i, float[] out, int offset) {
      float[] example = new float[part.dimension()];
      part.gather(new int[] {i}, 0, 1, example);
      for (int k = 0; k < size(); k++) {
        out[offset + k] = example[positions[k]];
      }
    }

    @Override
    public List<float[]> shown(Examples part, int limit) {
      return IntStream.range(0, Math.min(limit, part.size()))
          .mapToObj(
              i -> {
                float[] condition = new float[size()];
                fill(part, i, condition, 0);
                return condition;
              })
          .toList();
    }

    @Override
    public String name(float[] condition) {
      return IntStream.range(0, size())
          .mapToObj(k -> names.get(k) + " = " + condition[k])
          .collect(Collectors.joining(", "));
    }
  }
}
