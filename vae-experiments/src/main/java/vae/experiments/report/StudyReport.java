package vae.experiments.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.DurableFile;
import vae.experiments.spec.Json;

/**
 * Writes a study's {@code report.html}: its findings, its figures and its specification as one page
 * that needs nothing else.
 *
 * <p>Reads {@code study.json}, {@code findings.md} and {@code figures/*.svg} of the study's folder,
 * of which the last two may be absent, and lists the runs below {@code runs/}.
 */
public final class StudyReport {

  private static final String STUDY = "study.json";
  private static final String FINDINGS = "findings.md";
  private static final String DARK = Palette.DARK.suffix() + ".svg";
  private static final long MOST_BYTES = 4L << 20;

  private final Path folder;
  private final JsonNode study;
  private final Html html = new Html();
  private final SectionWriter writer = new SectionWriter(html);

  private StudyReport(Path folder, JsonNode study) {
    this.folder = folder;
    this.study = study;
  }

  /** Whether the folder holds a study. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(STUDY));
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
    Path file = studyFolder.resolve(STUDY);
    try {
      JsonNode study = Json.mapper().readTree(text(file));
      String page = new StudyReport(studyFolder, study).page();
      DurableFile.write(studyFolder.resolve("report.html"), page);
    } catch (JacksonException e) {
      throw new ReportException(
          file, "not JSON: " + e.getOriginalMessage(), "Run the study again to make it anew", e);
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new ReportException(
          file,
          "expected at most %d bytes, got %d".formatted(MOST_BYTES, Files.size(file)),
          "It is not what a study writes; run the study again to make it anew");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private String page() throws IOException {
    String name = study.path("name").asString(String.valueOf(folder.toRealPath().getFileName()));
    String sheet =
        ChartStyle.resource("report.css") + ChartStyle.resource("sweep.css") + ChartStyle.ofPage();
    html.open("html", "lang", "en").line();
    PageHead.write(html, name + " \u00b7 vae study report", sheet, "");
    html.open("body").line().open("header").line();
    html.element("p", "vae study report", "class", "kicker").element("h1", name).line();
    String experiment = study.at("/experiment/type").asString("");
    html.element("p", experiment, "class", "identity");
    html.close().line().open("main").line();
    findings();
    figures();
    runs();
    specification();
    html.close().line().open("footer");
    html.element("p", "Written by ./vae report from the files of the study folder alone.").close();
    return html.line().close().close().line().document();
  }

  private void findings() throws IOException {
    Path file = folder.resolve(FINDINGS);
    boolean lacking = !Files.isRegularFile(file);
    String text =
        lacking
            ? "The folder has no findings.md: the study has not ended, or did not end well."
            : "As recorded in findings.md.";
    writer.begin("findings", "Findings", text, false, lacking);
    if (!lacking) {
      html.open("div", "class", "prose");
      MarkdownHtml.write(html, text(file));
      html.close();
    }
    writer.end();
  }

  private void figures() throws IOException {
    List<Path> files = list(folder.resolve("figures"), ".svg");
    List<Path> light = files.stream().filter(it -> !it.toString().endsWith(DARK)).toList();
    String text = light.isEmpty() ? "The study has no figures." : "As in figures/.";
    writer.begin("figures", "Figures", text, false, light.isEmpty());
    if (!light.isEmpty()) {
      html.open("div", "class", "figures");
      for (Path file : light) {
        figure(file, files);
      }
      html.close();
    }
    writer.end();
  }

  private void figure(Path file, List<Path> all) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.svg$", "");
    Path dark = file.resolveSibling(name + DARK);
    html.line().open("figure", "class", "wide").open("picture");
    if (all.contains(dark)) {
      html.empty("source", "media", "(prefers-color-scheme: dark)", "srcset", uri(dark));
    }
    String alt = "Figure of the study: " + name.replace('-', ' ') + ".";
    html.empty("img", "src", uri(file), "alt", alt).close();
    html.element("figcaption", name.replace('-', ' ')).close();
  }

  private static String uri(Path svg) throws IOException {
    byte[] bytes = text(svg).getBytes(StandardCharsets.UTF_8);
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private void runs() throws IOException {
    Path runs = folder.resolve("runs");
    List<Path> folders =
        list(runs, "").stream().filter(it -> Files.exists(it.resolve("experiment.json"))).toList();
    String text =
        folders.isEmpty()
            ? "The folder keeps no runs."
            : "%d runs are below runs/.".formatted(folders.size());
    writer.begin("runs", "Runs", text, false, folders.isEmpty());
    if (!folders.isEmpty()) {
      html.open("details").element("summary", "Their folders").open("ul");
      for (Path run : folders) {
        String name = run.getFileName().toString();
        boolean report = Files.isRegularFile(run.resolve("report.html"));
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

  private static List<Path> list(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
