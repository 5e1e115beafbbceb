package vae.experiments.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.NpzFile;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
import vae.experiments.sweep.table.CsvTable;

/**
 * A run as tables: {@code metrics.csv}, a row for each value of training; {@code result.csv}, a row
 * for each quantity of the result; {@code examples.csv}, a row for each example, where it was asked
 * for; and of each saved evaluation {@code evaluation-ID.csv} and {@code examples-ID.csv}.
 *
 * <p>RFC 4180 with lines that end in a line feed. A number that is not there is an empty cell.
 */
public final class CsvExport {

  private static final String EACH = "each.";
  private static final String EXAMPLE = "example";

  private CsvExport() {}

  /**
   * Writes the tables into a folder, which is made where it is missing.
   *
   * @param run a finished run that was verified
   * @param examples values of each example by name; may be empty
   */
  public static void write(RecordedRun run, SortedMap<String, NpzFile.Array> examples, Path folder)
      throws IOException {
    Folder from = Folder.open(run.folder());
    SortedMap<String, DurableFile.Content> files = new TreeMap<>();
    files.put("metrics.csv", out -> metrics(from.file(MetricsLog.FILE), new Table(out)));
    files.put(
        "result.csv",
        out -> result(run.result().quantities(), run.result().measured(), new Table(out)));
    if (!examples.isEmpty()) {
      files.put("examples.csv", out -> examples(columns(examples), new Table(out)));
    }
    for (Folder each : RecordedEvaluation.folders(from)) {
      RecordedEvaluation saved = RecordedEvaluation.read(each);
      files.put(
          "evaluation-%s.csv".formatted(saved.id()),
          out -> result(saved.quantities(), saved.measured(), new Table(out)));
      files.put(
          "examples-%s.csv".formatted(saved.id()),
          out -> examples(columns(each.file(RecordedEvaluation.ARRAYS)), new Table(out)));
    }
    ExportFolder.write(folder, files);
  }

  /** Lines of cells on their way to a file. */
  private static final class Table {

    private final OutputStream out;

    Table(WritableByteChannel channel) {
      out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    void row(List<String> cells) {
      try {
        out.write((CsvTable.line(cells) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void end() throws IOException {
      out.flush();
    }
  }

  private static void metrics(FolderFile file, Table table) throws IOException {
    table.row(List.of("step", "epoch", "name", "value"));
    try {
      MetricsLog.read(
          file,
          line ->
              table.row(
                  List.of(
                      Long.toString(line.step()),
                      Integer.toString(line.epoch()),
                      line.name(),
                      CsvTable.number(line.value()))));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    table.end();
  }

  private static void result(
      Quantities quantities, SortedMap<String, Measured> measured, Table table) throws IOException {
    table.row(List.of("name", "value", "standard_error", "unit", "better"));
    for (Map.Entry<String, Measured> entry : measured.entrySet()) {
      Quantity quantity = quantities.of(entry.getKey());
      Measured value = entry.getValue();
      table.row(
          List.of(
              entry.getKey(),
              CsvTable.number(value.value()),
              CsvTable.number(value.standardError().orElse(Double.NaN)),
              quantity.unit().symbol(),
              quantity.better().name().toLowerCase(Locale.ROOT)));
    }
    table.end();
  }

  /** Vectors of one element for each example, by name; a matrix is one for each of its columns. */
  private static SortedMap<String, Object> columns(SortedMap<String, NpzFile.Array> examples) {
    SortedMap<String, Object> columns = new TreeMap<>();
    examples.forEach(
        (name, array) -> {
          if (array.shape().length == 1) {
            columns.put(name, array.values());
          } else {
            double[] rows = (double[]) array.values();
            int m = array.shape()[1];
            for (int j = 0; j < m; j++) {
              double[] column = new double[array.shape()[0]];
              for (int i = 0; i < column.length; i++) {
                column[i] = rows[i * m + j];
              }
              columns.put("%s.%d".formatted(name, j), column);
            }
          }
        });
    return columns;
  }

  private static SortedMap<String, Object> columns(FolderFile arrays) throws IOException {
    SortedMap<String, Object> columns = new TreeMap<>();
    SafeTensors.read(arrays)
        .entries()
        .forEach(
            (name, entry) -> {
              if (name.equals(EXAMPLE) && entry.type() == SafeTensorsEntry.Type.I64) {
                columns.put(name, entry.longs());
              } else if (name.startsWith(EACH) && entry.type() == SafeTensorsEntry.Type.F64) {
                columns.put(name.substring(EACH.length()), entry.doubles());
              }
            });
    if (!(columns.get(EXAMPLE) instanceof long[])) {
      throw arrays.malformed("expected the identities of examples, found none");
    }
    return columns;
  }

  private static void examples(SortedMap<String, Object> columns, Table table) throws IOException {
    long[] identities = (long[]) columns.get(EXAMPLE);
    columns.values().removeIf(it -> length(it) != identities.length);
    List<String> names = new ArrayList<>(columns.keySet());
    names.remove(EXAMPLE);
    names.addFirst(EXAMPLE);
    table.row(names);
    for (int i = 0; i < identities.length; i++) {
      List<String> cells = new ArrayList<>();
      for (String name : names) {
        cells.add(
            switch (columns.get(name)) {
              case long[] whole -> Long.toString(whole[i]);
              case double[] real -> CsvTable.number(real[i]);
              default -> throw new IllegalStateException(name);
            });
      }
      table.row(cells);
    }
    table.end();
  }

  private static int length(Object column) {
    return column instanceof long[] whole ? whole.length : ((double[]) column).length;
  }
}
