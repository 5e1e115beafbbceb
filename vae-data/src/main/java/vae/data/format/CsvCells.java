package vae.data.format;

import java.nio.charset.StandardCharsets;

/** Cuts comma-separated text into cells and knows the line and column of the current one. */
final class CsvCells {

  private static final int MAX_BYTES = 1 << 10;
  private static final String UTF_8 = "Save the file as UTF-8.";

  private final Input in;
  private final byte[] cell = new byte[MAX_BYTES];
  private int to;
  private int line = 0;
  private int column = 0;
  private int lineBreaks = 0;
  private long cellOffset;
  private int ahead;
  private boolean endOfLine = true;

  CsvCells(Input in) {
    this.in = in;
    ahead = in.next();
    if (ahead == 0xff || ahead == 0xfe) {
      throw in.broken("expected UTF-8 text, got other bytes, as UTF-16 begins", UTF_8);
    }
    if (ahead == 0xef) {
      byte[] rest = new byte[2];
      in.read(rest, 0, 2, "the byte order mark");
      if (rest[0] != (byte) 0xbb || rest[1] != (byte) 0xbf) {
        throw in.broken("expected text, got other bytes", UTF_8);
      }
      ahead = in.next();
    }
  }

  boolean hasMore() {
    return !endOfLine || ahead >= 0;
  }

  /** Reads the next cell, and whether it is the last of its line. */
  void read() {
    if (endOfLine) {
      line += 1 + lineBreaks;
      lineBreaks = 0;
      column = 0;
    }
    column++;
    cellOffset = in.offset() - (ahead < 0 ? 0 : 1);
    to = 0;
    while (ahead == ' ' || ahead == '\t') {
      ahead = in.next();
    }
    if (ahead == '"') {
      quoted();
    } else {
      while (ahead >= 0 && ahead != ',' && ahead != '\n' && ahead != '\r') {
        append();
      }
      while (to > 0 && (cell[to - 1] == ' ' || cell[to - 1] == '\t')) {
        to--;
      }
    }
    terminator();
  }

  private void quoted() {
    ahead = in.next();
    while (true) {
      if (ahead < 0) {
        throw wrong("expected the closing quote, got the end of the file", "Close the quote.");
      }
      if (ahead == '"') {
        ahead = in.next();
        if (ahead != '"') {
          break;
        }
      }
      if (ahead == '\n') {
        lineBreaks++;
      }
      append();
    }
    while (ahead == ' ' || ahead == '\t') {
      ahead = in.next();
    }
  }

  private void append() {
    if (to == MAX_BYTES) {
      throw wrong(
          "expected a cell of at most " + MAX_BYTES + " bytes, got more",
          CsvAdvice.of(text(), "Check that this is a table of comma-separated numbers."));
    }
    cell[to++] = (byte) ahead;
    ahead = in.next();
  }

  private void terminator() {
    if (ahead == ',') {
      endOfLine = false;
    } else if (ahead == '\n' || ahead < 0) {
      endOfLine = true;
    } else if (ahead == '\r') {
      ahead = in.next();
      if (ahead != '\n' && ahead >= 0) {
        throw wrong("expected a line feed after the carriage return", "End lines with LF or CRLF.");
      }
      endOfLine = true;
    } else {
      throw wrong(
          "expected a comma or the end of the line after the quote",
          CsvAdvice.of(String.valueOf((char) ahead), ""));
    }
    if (ahead >= 0) {
      ahead = in.next();
    }
  }

  boolean isBlankLine() {
    return endOfLine && column == 1 && to == 0;
  }

  /** The line of the cell just read, from 1 on. */
  int line() {
    return line;
  }

  boolean endOfLine() {
    return endOfLine;
  }

  /** Holds the cell in its first {@link #length} bytes. */
  byte[] bytes() {
    return cell;
  }

  int length() {
    return to;
  }

  String text() {
    return new String(cell, 0, to, StandardCharsets.UTF_8);
  }

  String file() {
    return in.name();
  }

  long offset() {
    return cellOffset;
  }

  /** The complaint about the cell just read. */
  DataException wrong(String problem, String fix) {
    String where = "line " + Math.max(1, line) + ", column " + Math.max(1, column) + ": ";
    return new DataException(in.name(), cellOffset, where + problem, fix);
  }
}
