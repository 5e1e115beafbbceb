package vae.experiments.report.page;

import java.util.List;
import vae.experiments.report.plot.Figure;

/**
 * A titled part of the page made of figures.
 *
 * @param id anchor, also in the page's table of contents
 * @param text what is shown; where figures are missing, what is missing and why
 * @param figures empty where the run's files hold nothing to draw
 */
public record Section(String id, String title, String text, List<Figure> figures) {

  /** A section that can only say what it lacks. */
  public static Section missing(String id, String title, String why) {
    return new Section(id, title, why, List.of());
  }
}
