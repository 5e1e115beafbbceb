package vae.experiments.cli;

import java.util.ArrayList;
import java.util.List;

/** Text filled into lines of at most 100 columns. */
final class Paragraph {

  static final int WIDTH = 100;

  private Paragraph() {}

  /**
   * Breaks the text between words into lines of at most {@code width} columns; its own line ends
   * stay. A longer word has a line of its own.
   */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String given : text.split("\\R", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : given.strip().split("\\s+")) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** {@code first} and the text, its further lines under the text's beginning. */
  static String hanging(String first, String text) {
    String margin = "\n" + " ".repeat(first.length());
    return first + String.join(margin, lines(text, WIDTH - first.length()));
  }
}
