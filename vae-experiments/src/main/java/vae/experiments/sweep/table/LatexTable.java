package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A comparison as a LaTeX table for a paper: needs {@code \\usepackage{booktabs}} and nothing else.
 *
 * <p>A value and its error are two columns that meet at the ±. The best is bold. Monte-Carlo errors
 * stand in the caption, with what ± is and which trials are not in the means.
 */
public final class LatexTable {

  private LatexTable() {}

  public static String of(GroupComparison comparison) {
    Sheet sheet = Sheet.of(comparison);
    List<Integer> shown = new ArrayList<>();
    for (int c = 0; c < sheet.headings().size(); c++) {
      if (!sheet.headings().get(c).detail()) {
        shown.add(c);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("% needs \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n");
    text.append("  \\caption{").append(caption(sheet)).append("}\n");
    text.append("  \\label{tab:").append(sheet.title().replaceAll("[^A-Za-z0-9.-]", "-"));
    text.append("}\n  \\begin{tabular}{");
    shown.forEach(c -> text.append(columns(sheet.headings().get(c).kind())));
    text.append("}\n    \\toprule\n");
    text.append(line(shown.stream().map(c -> heading(sheet.headings().get(c))).toList()));
    text.append("    \\midrule\n");
    for (List<Sheet.Cell> row : sheet.rows()) {
      text.append(
          line(shown.stream().map(c -> cell(row.get(c), sheet.headings().get(c).kind())).toList()));
    }
    text.append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "    " + String.join(" & ", cells) + " \\\\\n";
  }

  private static String caption(Sheet sheet) {
    String name = "\\texttt{" + escaped(sheet.title()) + "}: ";
    return sheet.notes().stream()
        .map(LatexTable::escaped)
        .collect(Collectors.joining(" ", name, ""));
  }

  private static String columns(Sheet.Kind kind) {
    return switch (kind) {
      case TEXT -> "l";
      case NUMBER -> "r";
      case ESTIMATE -> "r@{}l";
    };
  }

  private static String heading(Sheet.Heading heading) {
    String text = escaped(heading.text());
    return heading.kind() == Sheet.Kind.ESTIMATE ? "\\multicolumn{2}{c}{" + text + "}" : text;
  }

  private static String cell(Sheet.Cell cell, Sheet.Kind kind) {
    if (kind == Sheet.Kind.TEXT) {
      return escaped(cell.main());
    }
    String main = number(cell.main(), cell.best());
    if (kind == Sheet.Kind.NUMBER) {
      return main;
    }
    String error = cell.error().isEmpty() ? "" : "${}\\pm " + bold(cell.error(), cell.best()) + "$";
    String note = cell.note().isEmpty() ? "" : " " + escaped(cell.note());
    return main + " & " + error + note;
  }

  /** In mathematics where it is a number, so that its minus is one. */
  private static String number(String text, boolean bold) {
    if (text.matches("-?[0-9.]+(e[-+]?[0-9]+)?")) {
      return "$" + bold(text, bold) + "$";
    }
    return switch (text) {
      case "inf" -> "$\\infty$";
      case "-inf" -> "$-\\infty$";
      default -> escaped(text);
    };
  }

  private static String bold(String number, boolean bold) {
    return bold ? "\\mathbf{" + number + "}" : number;
  }

  /** Text in which nothing is a command. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(escaped(c)));
    return out.toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '\\' -> "\\textbackslash{}";
      case '_', '%', '&', '#', '$', '{', '}' -> "\\" + Character.toString(c);
      case '~' -> "\\textasciitilde{}";
      case '^' -> "\\textasciicircum{}";
      case '<' -> "\\textless{}";
      case '>' -> "\\textgreater{}";
      case '|' -> "\\textbar{}";
      case '"' -> "''";
      case '[' -> "{[}"; // never an option of the line end before it
      case ']' -> "{]}";
      case '±' -> "$\\pm$";
      case 'Δ' -> "$\\Delta$";
      case '–' -> "--";
      case '\n', '\r', '\t' -> " ";
      default -> Character.toString(c);
    };
  }
}
