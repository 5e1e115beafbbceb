package vae.experiments.report.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import vae.experiments.report.plot.ChartStyle;

/** A page that needs nothing else: its style, the one script that may run, and its parts. */
public final class Page {

  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

  private Page() {}

  @FunctionalInterface
  public interface Part {
    void write() throws IOException;
  }

  /**
   * Writes a whole page.
   *
   * @param html nothing has been written to it yet
   * @param sheet beside the style of every page
   * @param script source of the page's script, which alone may run; empty for none
   * @param source what the page was written from, for the footer
   * @return the document
   */
  public static String write(
      Html html,
      String title,
      String sheet,
      String script,
      Part header,
      Part content,
      String source)
      throws IOException {
    html.open("html", "lang", "en").line();
    head(html, title, ChartStyle.resource("report.css") + sheet + ChartStyle.ofPage(), script);
    html.open("body").line().open("header").line();
    header.write();
    html.close().line().open("main").line();
    content.write();
    html.close().line().open("footer");
    html.element("p", "Written by ./vae report from the files of the %s alone.".formatted(source));
    html.close().line();
    if (!script.isEmpty()) {
      html.script(script);
    }
    return html.close().close().line().document();
  }

  private static void head(Html html, String title, String sheet, String script) {
    String policy =
        script.isEmpty() ? POLICY : POLICY + "; script-src 'sha256-%s'".formatted(hash(script));
    html.open("head").line().empty("meta", "charset", "utf-8").line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy).line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.empty("meta", "name", "color-scheme", "content", "light dark").line();
    html.element("title", title).line();
    html.style(sheet).close().line();
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
