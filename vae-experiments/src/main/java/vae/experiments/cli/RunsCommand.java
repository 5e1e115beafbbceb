package vae.experiments.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.model.Quantity;
import vae.experiments.folder.Folder;
import vae.experiments.index.Condition;
import vae.experiments.index.RunIndex;
import vae.experiments.index.RunQuery;
import vae.experiments.spec.Json;
import vae.experiments.spec.PrettyJson;
import vae.experiments.sweep.table.PaddedRows;

/** {@code vae runs}: lists and searches runs. */
@Command(
    name = "runs",
    description = {
      "Lists the runs below a folder, those of sweeps and studies too.",
      "For example: vae runs --where likelihood.noise.sigma=0.1 --sort test/elbo"
    })
final class RunsCommand implements Callable<Integer> {

  private static final MathContext SHOWN = new MathContext(7);

  private enum Format {
    TABLE,
    CSV,
    JSON
  }

  @Mixin private RunsFolder folder;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description =
          "KEY OP VALUE, OP one of = != < <= > >= ~ (contains); may be repeated: all must hold.")
  private List<String> where = new ArrayList<>();

  @Option(
      names = "--sort",
      paramLabel = "[+|-]KEY",
      defaultValue = "",
      description =
          "Best first by a metric of which larger or smaller values are better, else smallest"
              + " first; +KEY smallest first, -KEY largest first (default: by folder).")
  private String sort;

  @Option(
      names = "--columns",
      paramLabel = "KEY,…",
      split = ",",
      description =
          "What to show: folder, name, id, status, digest, started, seed, paths, metrics.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "Format (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--limit", paramLabel = "N", description = "The most rows (default: all).")
  private int limit;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw CommandException.badInput("--limit: expected at least 0, got " + limit);
    }
    Path runs = folder.named();
    if (!Files.isDirectory(runs)) {
      throw CommandException.badInput(
          runs + ": there is no such folder; --runs names the folder of your runs");
    }
    List<Condition> conditions = where.stream().map(Condition::parse).toList();
    try (RunIndex index = RunIndex.open(runs)) {
      List<String> shown = columns.isEmpty() ? usual(index, conditions) : columns;
      List<List<JsonNode>> rows = index.rows(new RunQuery(conditions, order(index), shown, limit));
      switch (format) {
        case TABLE -> {
          table(shown, rows);
          saved(index.rows(new RunQuery(conditions, order(index), List.of("folder"), limit)));
        }
        case CSV -> csv(shown, rows);
        case JSON -> vae.out().println(json(index, shown, rows).toPrettyString());
      }
    }
    vae.out().flush();
    return ExitCode.DONE.code();
  }

  /** The saved evaluations of the runs in a table stand below it. */
  private void saved(List<List<JsonNode>> rows) throws IOException {
    Folder root = Folder.open(folder.named());
    for (List<JsonNode> row : rows) {
      String name = row.getFirst().asString("");
      Optional<Folder> run = name.contains("#") ? Optional.empty() : root.findFolder(name);
      if (run.isPresent()) {
        SavedLines.print(vae.out(), name, run.get().path());
      }
    }
  }

  /** Of a metric the best first, unless a sign says otherwise. */
  private String order(RunIndex index) {
    boolean signed = sort.startsWith("-") || sort.startsWith("+");
    boolean largest =
        !signed
            && index.metrics().contains(sort)
            && index.quantities().of(sort).better() == Quantity.Better.LARGER;
    return largest ? "-" + sort : sort.replaceFirst("^\\+", "");
  }

  /** Folder, state, what was asked about, and what is shown everywhere of held-out data. */
  private List<String> usual(RunIndex index, List<Condition> conditions) {
    Set<String> usual = new LinkedHashSet<>(List.of("folder", "status", "seed"));
    conditions.forEach(it -> usual.add(it.key()));
    if (!sort.isEmpty()) {
      usual.add(sort.replaceFirst("^[+-]", ""));
    }
    List<String> heldOut = index.metrics().stream().filter(it -> !it.startsWith("train/")).toList();
    usual.addAll(index.quantities().shown(heldOut, Quantity.Shown.EVERYWHERE));
    return List.copyOf(usual);
  }

  private void table(List<String> heading, List<List<JsonNode>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(heading);
    rows.forEach(row -> lines.add(row.stream().map(RunsCommand::shown).toList()));
    boolean[] right = new boolean[heading.size()];
    for (int c = 0; c < right.length; c++) {
      int column = c;
      right[c] = !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column)));
    }
    PaddedRows.of(lines, right)
        .forEach(line -> vae.out().println(String.join("  ", line).stripTrailing()));
    vae.out().println();
    vae.out().println(rows.size() + (rows.size() == 1 ? " run" : " runs"));
  }

  private static boolean isNumber(JsonNode value) {
    return value.isNumber() || value.isNull();
  }

  private static String shown(JsonNode value) {
    if (value.isNull()) {
      return "–";
    }
    if (value.isDouble() && Double.isFinite(value.doubleValue())) {
      double rounded = new BigDecimal(value.doubleValue()).round(SHOWN).doubleValue();
      return PrettyJson.line(JsonNodeFactory.instance.numberNode(rounded));
    }
    return value.asString();
  }

  private void csv(List<String> heading, List<List<JsonNode>> rows) {
    vae.out().println(line(heading.stream()));
    rows.forEach(row -> vae.out().println(line(row.stream().map(it -> it.asString("")))));
  }

  private static String line(Stream<String> cells) {
    return cells
        .map(it -> it.matches("[^,\"\\r\\n]*") ? it : "\"" + it.replace("\"", "\"\"") + "\"")
        .collect(Collectors.joining(","));
  }

  /** NaN is the text of a metric that has no number: null beside numbers. */
  private static ArrayNode json(RunIndex index, List<String> heading, List<List<JsonNode>> rows) {
    SortedSet<String> metrics = index.metrics();
    ArrayNode json = Json.mapper().createArrayNode();
    for (List<JsonNode> row : rows) {
      ObjectNode each = json.addObject();
      for (int c = 0; c < heading.size(); c++) {
        boolean none = row.get(c).isString() && metrics.contains(heading.get(c));
        each.set(heading.get(c), none ? JsonNodeFactory.instance.nullNode() : row.get(c));
      }
    }
    return json;
  }
}
