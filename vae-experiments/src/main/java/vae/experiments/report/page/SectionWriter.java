package vae.experiments.report.page;

import java.util.Base64;
import vae.experiments.report.plot.Figure;

/** Writes the sections of a page: a title, words, and figures beside or below them. */
public final class SectionWriter {

  /** Drawings from this width on are not made smaller than can be read, but scrolled. */
  private static final int BROAD = 600;

  private final Html html;

  public SectionWriter(Html html) {
    this.html = html;
  }

  /** A section whose words stand beside its figure, or above where the figures fill a row. */
  public void section(Section section) {
    boolean row = section.figures().stream().noneMatch(SectionWriter::isWide);
    begin(section.id(), section.title(), section.text(), !row, section.figures().isEmpty());
    if (!section.figures().isEmpty()) {
      html.open("div", "class", "figures");
      section.figures().forEach(this::figure);
      html.close();
    }
    end();
  }

  /** Starts a section with its title and words; {@link #end} ends it. */
  public void begin(String id, String title, String text, boolean beside, boolean lacking) {
    html.line()
        .open("section", "id", id, "class", beside && !lacking ? "beside" : "above")
        .open("div");
    html.element("h2", title).line();
    html.element("p", text, "class", lacking ? "note" : "lead").close().line();
  }

  public void end() {
    html.line().close().line();
  }

  public void figure(Figure figure) {
    boolean narrow = !isWide(figure);
    html.line().open("figure", "class", narrow ? "narrow" : "wide");
    switch (figure) {
      case Figure.Drawn drawn -> {
        html.open("div", "class", "scroll");
        drawing(drawn);
        html.close();
      }
      case Figure.Picture picture when picture.rows().isEmpty() -> picture(picture);
      case Figure.Picture picture -> {
        html.open("div", "class", "rows").open("ol");
        for (String row : picture.rows()) {
          html.open("li").element("span", row, "title", row).close();
        }
        html.close();
        picture(picture);
        html.close();
      }
    }
    if (!figure.caption().isEmpty()) {
      html.element("figcaption", figure.caption());
    }
    html.close();
  }

  private void picture(Figure.Picture picture) {
    String width = "width:" + picture.cssWidth() + "px";
    String source = uri("image/png", picture.png());
    html.empty("img", "class", "pixels", "style", width, "alt", picture.alt(), "src", source);
  }

  private void drawing(Figure.Drawn drawn) {
    String width = Integer.toString(drawn.drawing().width());
    String height = Integer.toString(drawn.drawing().height());
    String box = "0 0 " + width + " " + height;
    html.open(
        "svg",
        "class",
        drawn.drawing().width() >= BROAD ? "chart broad" : "chart",
        "viewBox",
        box,
        "width",
        width,
        "height",
        height,
        "role",
        "img",
        "aria-label",
        drawn.alt());
    html.shapes(drawn.drawing().svg()).close();
  }

  private static boolean isWide(Figure figure) {
    return switch (figure) {
      case Figure.Drawn drawn -> drawn.wide();
      case Figure.Picture _ -> true;
    };
  }

  private static String uri(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
