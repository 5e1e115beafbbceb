package vae.experiments.report.study;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vae.experiments.report.page.Html;

/**
 * Markdown as HTML, of the kind that findings are written in: headings, paragraphs, lists, tables,
 * code, emphasis and links. Anything else stays the text that it is.
 */
final class MarkdownHtml {

  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*)");
  private static final Pattern ITEM = Pattern.compile("(?:[-*+]|\\d+[.)]) +(.*)");
  private static final Pattern RULE = Pattern.compile("\\|?[ :]*-{3,}[-| :]*");
  private static final Pattern INLINE =
      Pattern.compile(
          "`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*\\s][^*]*)\\*|!?\\[([^\\]]*)\\]\\(([^)\\s]*)\\)"
              + "|\\\\([\\\\|`*_\\[\\]#])");

  private final Html html;
  private final List<String> lines;
  private int at;

  private MarkdownHtml(Html html, List<String> lines) {
    this.html = html;
    this.lines = lines;
  }

  /** Writes the document's blocks; headings begin one level below the page's. */
  static void write(Html html, String markdown) {
    MarkdownHtml blocks = new MarkdownHtml(html, markdown.lines().toList());
    while (blocks.at < blocks.lines.size()) {
      blocks.block();
    }
  }

  private void block() {
    String line = lines.get(at).strip();
    Matcher heading = HEADING.matcher(line);
    if (line.isEmpty()) {
      at++;
    } else if (line.startsWith("```")) {
      code();
    } else if (heading.matches()) {
      int level = Math.min(6, heading.group(1).length() + 1);
      html.open("h" + level);
      inline(heading.group(2));
      html.close().line();
      at++;
    } else if (line.startsWith("|") && at + 1 < lines.size() && isRule(lines.get(at + 1))) {
      table();
    } else if (ITEM.matcher(line).matches()) {
      list();
    } else {
      paragraph();
    }
  }

  private static boolean isRule(String line) {
    return RULE.matcher(line.strip()).matches();
  }

  private void code() {
    StringBuilder text = new StringBuilder();
    for (at++; at < lines.size() && !lines.get(at).strip().startsWith("```"); at++) {
      text.append(lines.get(at)).append('\n');
    }
    at++;
    html.open("pre").element("code", text.toString()).close().line();
  }

  private void list() {
    boolean numbered = Character.isDigit(lines.get(at).strip().charAt(0));
    html.open(numbered ? "ol" : "ul");
    while (at < lines.size() && ITEM.matcher(lines.get(at).strip()).matches()) {
      Matcher item = ITEM.matcher(lines.get(at++).strip());
      StringBuilder text = new StringBuilder(item.matches() ? item.group(1) : "");
      while (at < lines.size()
          && lines.get(at).startsWith(" ")
          && !lines.get(at).isBlank()
          && !ITEM.matcher(lines.get(at).strip()).matches()) {
        text.append(' ').append(lines.get(at++).strip());
      }
      html.open("li");
      inline(text.toString());
      html.close();
    }
    html.close().line();
  }

  private void paragraph() {
    StringBuilder text = new StringBuilder();
    while (at < lines.size() && !lines.get(at).isBlank() && !begins(lines.get(at), text)) {
      text.append(text.isEmpty() ? "" : " ").append(lines.get(at++).strip());
    }
    html.open("p");
    inline(text.toString());
    html.close().line();
  }

  /** Whether the line ends the paragraph before it. */
  private static boolean begins(String line, StringBuilder before) {
    String text = line.strip();
    return !before.isEmpty()
        && (text.startsWith("```") || text.startsWith("|") || HEADING.matcher(text).matches());
  }

  private void table() {
    html.open("div", "class", "scroll", "tabindex", "0").open("table").open("thead");
    row(cells(lines.get(at)), "th");
    html.close().open("tbody");
    for (at += 2; at < lines.size() && lines.get(at).strip().startsWith("|"); at++) {
      row(cells(lines.get(at)), "td");
    }
    html.close().close().close().line();
  }

  private void row(List<String> cells, String element) {
    html.open("tr");
    for (String cell : cells) {
      html.open(element);
      inline(cell);
      html.close();
    }
    html.close().line();
  }

  /** The cells between bars; a bar behind a backslash is none. */
  private static List<String> cells(String line) {
    String text = line.strip();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        cell.append(c).append(text.charAt(++i));
      } else if (c == '|') {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (!cell.toString().isBlank()) {
      cells.add(cell.toString().strip());
    }
    return cells;
  }

  private void inline(String text) {
    Matcher matcher = INLINE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      html.text(text.substring(from, matcher.start()));
      from = matcher.end();
      if (matcher.group(1) != null) {
        html.element("code", matcher.group(1));
      } else if (matcher.group(2) != null) {
        html.element("strong", matcher.group(2));
      } else if (matcher.group(3) != null) {
        html.element("em", matcher.group(3));
      } else if (matcher.group(6) != null) {
        html.text(matcher.group(6));
      } else {
        link(matcher.group(4), matcher.group(5));
      }
    }
    html.text(text.substring(from));
  }

  /** Addresses of the web and of files beside the page are links; of others the words are left. */
  private void link(String words, String address) {
    if (address.matches("https?://.*|#.*|[A-Za-z0-9._/-]+")) {
      html.element("a", words, "href", address);
    } else {
      html.text(words);
    }
  }
}
