package vae.experiments.report.page;

import java.util.ArrayDeque;
import java.util.Deque;
import vae.experiments.report.plot.Svg;
import vae.experiments.report.text.Markup;

/**
 * Builds HTML that is escaped by default: text and attribute values can hold anything a file says
 * without becoming markup.
 */
public final class Html {

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Starts an element; {@link #close} ends it. Attributes are name, value, name, value, …. */
  public Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that holds text only. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An element without content or end tag, such as {@code img} or {@code meta}. */
  public Html empty(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  /** Text, escaped. */
  public Html text(String text) {
    Markup.escape(text, out);
    return this;
  }

  /** A line break of the source, for readers of the source. */
  public Html line() {
    out.append('\n');
    return this;
  }

  /** The page's own style sheet, which is not escaped: never text from a file of the run. */
  public Html style(String sheet) {
    out.append("<style>\n").append(sheet).append("</style>\n");
    return this;
  }

  /** Shapes of a drawing, whose text is escaped already. */
  Html shapes(Svg svg) {
    out.append(svg.shapes());
    return this;
  }

  /** HTML of a renderer that escapes what it is given. */
  public Html rendered(String markup) {
    out.append(markup);
    return this;
  }

  /** The page's own script, which is not escaped: never text from a file of the run. */
  public Html script(String source) {
    out.append("<script>").append(source).append("</script>\n");
    return this;
  }

  /** Data for the page's script: JSON in which no tag can begin or end. */
  public Html data(String id, String json) {
    start("script", "type", "application/json", "id", id);
    out.append(json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"));
    out.append("</script>\n");
    return this;
  }

  /** The whole document, from its doctype on, once every element is closed. */
  public String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("expected every element closed, got " + open + " open");
    }
    return "<!DOCTYPE html>\n" + out;
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      Markup.escape(attributes[i + 1], out);
      out.append('"');
    }
    out.append('>');
  }
}
