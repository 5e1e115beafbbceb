package vae.experiments.citation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import vae.experiments.recorded.RecordedRun;

/**
 * A run as others cite it: by title, authors, year, id and digest.
 *
 * <p>Authors are those that were named, and nobody else: where none were, the field says so and is
 * left to fill in.
 */
public final class Citation {

  /** Stands where nobody said who made the run. */
  public static final String NOBODY = "TO BE FILLED IN";

  public enum Format {
    BIBTEX,
    /** Citation File Format 1.2.0. */
    CFF,
    /** RO-Crate 1.3 with the profile Process Run Crate 0.5, as JSON-LD. */
    RO_CRATE
  }

  private final RecordedRun run;
  private final List<Author> authors;

  private Citation(RecordedRun run, List<Author> authors) {
    this.run = run;
    this.authors = List.copyOf(authors);
  }

  /** Reads a run that ended; authors are in order and may be none. */
  public static Citation of(Path folder, List<Author> authors) throws IOException {
    return new Citation(RecordedRun.read(folder), authors);
  }

  /** The citation as text that ends with a line feed. */
  public String text(Format format) throws IOException {
    return switch (format) {
      case BIBTEX -> bibtex();
      case CFF -> cff();
      case RO_CRATE -> new RoCrate(run, authors).text();
    };
  }

  private String bibtex() {
    String names =
        authors.isEmpty()
            ? "{" + NOBODY + "}"
            : authors.stream().map(Citation::bibtexName).collect(Collectors.joining(" and "));
    return """
    @misc{%s,
      title        = {%s},
      author       = {%s},
      year         = {%s},
      howpublished = {Run of vae %s, commit %s},
      note         = {Run %s, digest \\texttt{%s}, numerics version %s}
    }
    """
        .formatted(
            run.label().replaceAll("[^A-Za-z0-9-]", "-"),
            tex(Description.title(run)),
            names,
            Description.day(run).replaceFirst("-[0-9]{2}-[0-9]{2}$", ""),
            tex(run.provenance().code().version()),
            tex(Description.commit(run)),
            run.result().id(),
            run.result().digest(),
            run.provenance().numerics());
  }

  /** A name given as a whole is kept whole. */
  private static String bibtexName(Author author) {
    return author.family().isEmpty()
        ? "{" + tex(author.given()) + "}"
        : tex(author.family()) + ", " + tex(author.given());
  }

  /**
   * Text with TeX's own characters made plain. Braces become commands: BibTeX counts every brace of
   * a field, escaped or not, and a name may have one without its partner.
   */
  static String tex(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\\' -> out.append("\\textbackslash{}");
        case '~' -> out.append("\\textasciitilde{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '{' -> out.append("\\textbraceleft{}");
        case '}' -> out.append("\\textbraceright{}");
        case '$', '%', '&', '#', '_' -> out.append('\\').append(c);
        default -> out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return out.toString();
  }

  private String cff() {
    StringBuilder names = new StringBuilder();
    for (Author author : authors.isEmpty() ? List.of(new Author("", NOBODY)) : authors) {
      names.append(
          author.family().isEmpty()
              ? "  - name: " + yaml(author.given()) + "\n"
              : "  - family-names: %s%n    given-names: %s%n"
                  .formatted(yaml(author.family()), yaml(author.given())));
    }
    String known = run.provenance().code().commit();
    String commit = known.equals("unknown") ? "" : "commit: " + yaml(known) + "\n";
    return """
    cff-version: 1.2.0
    message: "If you use this run, cite it with its id and digest."
    type: dataset
    title: %s
    abstract: %s
    authors:
    %sdate-released: %s
    version: %s
    %sidentifiers:
      - type: other
        value: %s
        description: "The run's id: its spec, data and numerics version."
      - type: other
        value: %s
        description: "The run's digest: its final parameters and metrics, to the bit."
    keywords:
      - variational auto-encoder
      - reproducibility
    """
        .formatted(
            yaml(Description.title(run)),
            yaml(Description.summary(run)),
            names.toString().replace("\r\n", "\n"),
            yaml(Description.day(run)),
            yaml(run.result().id()),
            commit,
            yaml(run.result().id()),
            yaml(run.result().digest()));
  }

  private static String yaml(String text) {
    return YamlText.quoted(text);
  }
}
