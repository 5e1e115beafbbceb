package vae.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpecExceptionTest {

  @Test
  void theMessageSaysWhereWhatAndHowToMendIt() {
    SpecException wrong = new SpecException("samples", "an integer", "\"5\"", "Write 5.");
    assertEquals("samples: expected an integer, got \"5\"\nWrite 5.", wrong.getMessage());
    assertEquals(
        "mine.json:7: estimator.samples: expected an integer, got \"5\"\nWrite 5.",
        wrong.under("estimator").at("mine.json:7").getMessage());
    assertEquals("expected an integer, got \"5\"", wrong.problem());
  }

  @Test
  void pathsGrowFromTheInsideOut() {
    SpecException wrong = new SpecException("[1]", "more", "less", "");
    assertEquals("encoder.hidden[1]", wrong.under("hidden").under("encoder").path());
    assertEquals("[1]", wrong.under("").path());
    SpecException root = new SpecException("", "more", "less", "");
    assertEquals("prior", root.under("prior").path());
    assertEquals("expected more, got less", root.getMessage());
  }

  @Test
  void movingKeepsTheKindOfComplaint() {
    SpecException unknown =
        SpecException.unknown("type", "prior", "vampp", List.of("vamp", "flow"), "See there.");
    SpecException moved = unknown.under("prior").at("a.json:1");
    assertEquals(
        "a.json:1: prior.type: unknown prior \"vampp\"; did you mean \"vamp\"?\n"
            + "known: flow, vamp. See there.",
        moved.getMessage());
    assertEquals("one of flow, vamp", moved.expected());
    assertEquals("\"vampp\"", moved.got());
    assertEquals(unknown.getStackTrace()[0], moved.getStackTrace()[0]);
  }
}
