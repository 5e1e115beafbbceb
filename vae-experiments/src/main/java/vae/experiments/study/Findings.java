package vae.experiments.study;

import java.util.List;

/**
 * What an experiment shows.
 *
 * @param claim one sentence
 * @param tables the numbers behind it
 */
public record Findings(String claim, List<Table> tables) {

  /** Copies the list. */
  public Findings {
    tables = List.copyOf(tables);
  }

  /** The claim and the tables in Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder(claim).append("\n");
    tables.forEach(table -> text.append('\n').append(table.markdown()));
    return text.toString();
  }
}
