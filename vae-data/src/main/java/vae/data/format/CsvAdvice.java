package vae.data.format;

import java.util.regex.Pattern;

/** What most likely is wrong with a cell that is no number. */
final class CsvAdvice {

  private static final Pattern COMMENT = Pattern.compile("(#|%|//).*");
  private static final Pattern DECIMAL_COMMAS = Pattern.compile("\\d*;[-+ ]?\\d+(;.*)?");
  private static final Pattern SPACES = Pattern.compile("[-+.\\deE]+( +[-+.\\deE]+)+");
  private static final Pattern MISSING =
      Pattern.compile("|nan|na|n/a|null|none|\\?", Pattern.CASE_INSENSITIVE);

  private static final Pattern NO_NUMBER =
      Pattern.compile("-|inf|infinity", Pattern.CASE_INSENSITIVE);

  private CsvAdvice() {}

  /** Whether a cell says that its value is missing. */
  static boolean isMissing(String cell) {
    return MISSING.matcher(cell).matches();
  }

  /** How to mend it. */
  static String of(String cell, String otherwise) {
    if (cell.indexOf('\0') >= 0) {
      return "There are NUL bytes in it: the file is damaged, or is UTF-16. Save it as UTF-8 text.";
    }
    if (COMMENT.matcher(cell).matches()) {
      return "Comments are not read: remove the line.";
    }
    if (DECIMAL_COMMAS.matcher(cell).matches()) {
      return "The columns seem to be separated by semicolons and the decimals by commas: save it"
          + " with commas between columns and decimal points.";
    }
    for (char separator : new char[] {';', '\t', '|'}) {
      if (cell.indexOf(separator) >= 0) {
        return separated(separator == ';' ? "semicolons" : separator == '|' ? "bars" : "tabs");
      }
    }
    if (SPACES.matcher(cell).matches()) {
      return separated("spaces");
    }
    if (!cell.isEmpty() && isMissing(cell)) {
      return DataException.FILL_IN;
    }
    if (NO_NUMBER.matcher(cell).matches()) {
      return "Examples with missing or infinite values are not read: remove them, or fill them in.";
    }
    return otherwise;
  }

  private static String separated(String by) {
    return "The columns seem to be separated by " + by + ": save it with commas between them.";
  }

  /** The cell as it may be shown: control characters escaped. */
  static String shown(String cell) {
    StringBuilder shown = new StringBuilder();
    cell.codePoints()
        .limit(60)
        .forEach(
            point -> {
              if (Character.isISOControl(point)) {
                shown.append("\\x%02x".formatted(point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown + (cell.codePointCount(0, cell.length()) > 60 ? "…" : "");
  }
}
