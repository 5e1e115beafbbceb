package vae.experiments.study;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;

/** What an experiment shows. */
public record Findings(String claim, List<Table> tables, List<StudyFigure> figures) {

  public Findings {
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
  }

  public Findings(String claim, List<Table> tables) {
    this(claim, tables, List.of());
  }

  public Findings with(StudyFigure figure) {
    return new Findings(claim, tables, Stream.concat(figures.stream(), Stream.of(figure)).toList());
  }

  /** The claim and the tables in Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder(claim).append("\n");
    tables.forEach(table -> text.append('\n').append(table.markdown()));
    return text.toString();
  }

  /** The claim, the tables with exact numbers, and the names and captions of the figures. */
  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("claim", claim);
    ArrayNode list = json.putArray("tables");
    tables.forEach(table -> list.add(table.json()));
    ArrayNode pictures = json.putArray("figures");
    figures.forEach(
        figure -> pictures.addObject().put("name", figure.name()).put("caption", figure.caption()));
    return json;
  }
}
