package vae.experiments.report.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.Printable;
import vae.experiments.report.page.Html;
import vae.experiments.report.page.Page;
import vae.experiments.report.page.ReportException;
import vae.experiments.report.page.SectionWriter;
import vae.experiments.report.plot.ChartStyle;
import vae.experiments.report.plot.Palette;
import vae.experiments.report.text.Link;
import vae.experiments.report.text.SpecText;

/**
 * Writes a study's {@code report.html}: its findings, its figures and its specification as one page
 * that needs nothing else.
 *
 * <p>Reads {@code study.json}, {@code findings.md} and {@code figures/*.svg} of the study's folder,
 * of which the last two may be absent, and lists the runs below {@code runs/}.
 */
public final class StudyReport {

  private static final String STUDY = "study.json";
  private static final String RECORDED = "findings.json";
  private static final String FINDINGS = "findings.md";
  private static final String DARK = Palette.DARK.suffix() + ".svg";
  private static final long MAX_BYTES = 4L << 20;

  private final Folder folder;
  private final JsonNode study;
  private final Html html = new Html();
  private final SectionWriter writer = new SectionWriter(html);

  private StudyReport(Folder folder, JsonNode study) {
    this.folder = folder;
    this.study = study;
  }

  public static boolean isOne(Path folder) {
    return Folder.holds(folder, STUDY);
  }

  /**
   * Writes the report into the study's folder, replacing an earlier one.
   *
   * @throws ReportException if its {@code study.json} is absent or no JSON
   * @throws IOException if reading or writing fails
   */
  public static void write(Path studyFolder) throws IOException {
    if (!isOne(studyFolder)) {
      throw new ReportException(
          studyFolder,
          "no study: it has no " + STUDY,
          "Give a folder that `./vae run STUDY.json` made");
    }
    Folder folder = Folder.open(studyFolder);
    JsonNode study = folder.file(STUDY).object(MAX_BYTES);
    folder.file("report.html").write(new StudyReport(folder, study).page());
  }

  private String page() throws IOException {
    String name = study.path("name").asString(String.valueOf(folder.real().getFileName()));
    return Page.write(
        html,
        name + " \u00b7 vae study report",
        ChartStyle.resource("sweep.css"),
        "",
        () -> header(name),
        this::content,
        "study folder");
  }

  private void header(String name) {
    html.element("p", "vae study report", "class", "kicker").element("h1", name).line();
    html.element("p", study.at("/experiment/type").asString(""), "class", "identity");
  }

  private void content() throws IOException {
    findings();
    figures();
    runs();
    specification();
  }

  private void findings() throws IOException {
    FolderFile file = folder.file(FINDINGS);
    boolean lacking = !file.exists();
    String text =
        lacking
            ? "The folder has no findings.md: the study has not ended, or did not end well."
            : "As recorded in findings.md.";
    writer.begin("findings", "Findings", text, false, lacking);
    if (!lacking) {
      html.open("div", "class", "prose");
      MarkdownHtml.write(html, file.text(MAX_BYTES));
      html.close();
    }
    writer.end();
  }

  private void figures() throws IOException {
    Optional<Folder> figures = folder.findFolder("figures");
    List<String> files =
        figures.isEmpty() ? List.of() : figures.get().files(name -> name.endsWith(".svg"));
    List<String> light = files.stream().filter(it -> !it.endsWith(DARK)).toList();
    String text = light.isEmpty() ? "The study has no figures." : "As in figures/.";
    writer.begin("figures", "Figures", text, false, light.isEmpty());
    if (!light.isEmpty()) {
      html.open("div", "class", "figures");
      for (String file : light) {
        figure(figures.get(), file, files);
      }
      html.close();
    }
    writer.end();
  }

  private void figure(Folder figures, String file, List<String> all) throws IOException {
    String name = file.replaceFirst("\\.svg$", "");
    String dark = name + DARK;
    html.line().open("figure", "class", "wide").open("picture");
    if (all.contains(dark)) {
      html.empty(
          "source", "media", "(prefers-color-scheme: dark)", "srcset", uri(figures.file(dark)));
    }
    String alt = "Figure of the study: " + name.replace('-', ' ') + ".";
    html.empty("img", "src", uri(figures.file(file)), "alt", alt).close();
    html.element("figcaption", caption(name)).close();
  }

  /** As the study recorded it; the file's name where it recorded none. */
  private String caption(String name) throws IOException {
    FolderFile file = folder.file(RECORDED);
    if (file.exists()) {
      for (JsonNode figure : file.object(MAX_BYTES).path("figures")) {
        String caption = figure.path("caption").asString("");
        if (figure.path("name").asString("").equals(name) && !caption.isBlank()) {
          return Printable.of(caption);
        }
      }
    }
    return name.replace('-', ' ');
  }

  private static String uri(FolderFile svg) throws IOException {
    byte[] bytes = svg.bytes(MAX_BYTES);
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private void runs() throws IOException {
    Optional<Folder> runs = folder.findFolder("runs");
    List<String> folders = new ArrayList<>();
    for (String name : runs.isEmpty() ? List.<String>of() : runs.get().folders()) {
      if (runs.get().file(name + "/experiment.json").exists()) {
        folders.add(name);
      }
    }
    String text =
        folders.isEmpty()
            ? "The folder keeps no runs."
            : "%d runs are below runs/.".formatted(folders.size());
    writer.begin("runs", "Runs", text, false, folders.isEmpty());
    if (!folders.isEmpty()) {
      html.open("details").element("summary", "Their folders").open("ul");
      for (String name : folders) {
        boolean report = runs.get().file(name + "/report.html").exists();
        String link = Link.to("runs", name) + (report ? "/report.html" : "/");
        html.open("li").element("a", name, "href", link).close();
      }
      html.close().close();
    }
    writer.end();
  }

  private void specification() {
    String text = "The study as it ran, with every default written out.";
    writer.begin("spec", "Specification", text, true, false);
    html.open("details", "open", "").element("summary", STUDY);
    html.open("pre").element("code", SpecText.of(study)).close().close();
    writer.end();
  }
}
