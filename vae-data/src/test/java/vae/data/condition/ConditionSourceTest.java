package vae.data.condition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.core.spec.SpecException;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Dataset;
import vae.data.source.Examples;

final class ConditionSourceTest {

  private static final int ROWS = 6;

  /** Example i is (10 i, 10 i + 1, 10 i + 2), with the label i mod 3 where there are any. */
  private static Content content(boolean labelled, int... shape) {
    float[] values = new float[ROWS * 3];
    float[] labels = new float[ROWS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * (i / 3) + i % 3;
      labels[i / 3] = i / 3 % 3;
    }
    return Content.of(
        "made up",
        RawArray.ofFloats(shape, ElementKind.F4, values),
        1,
        labelled
            ? Optional.of(RawArray.ofFloats(new int[] {ROWS}, ElementKind.F4, labels))
            : Optional.empty());
  }

  private static Dataset data(boolean labelled, int... shape) {
    return Dataset.inOrder("made up", content(labelled, shape), 3, 1);
  }

  private static Dataset vectors() {
    return data(true, ROWS, 3);
  }

  private static Dataset columns(String... names) {
    return new Columns(new Columns.Spec(List.of(names))).given(vectors());
  }

  private static float[] x(Examples part, int i) {
    float[] x = new float[part.dimension()];
    part.gather(new int[] {i}, 0, 1, x);
    return x;
  }

  private static SpecException refused(ConditionSource source, Dataset data) {
    return assertThrows(SpecException.class, () -> source.given(data));
  }

  @Test
  void labelsAreOneHotInEveryPart() {
    Dataset given = new Labels().given(vectors());
    assertEquals(3, given.conditionSize());
    float[] batch = new float[6];
    given.test().gatherConditions(new int[] {9, 1, 0}, 1, 2, batch); // examples 5 and 4 of all
    assertArrayEquals(new float[] {0, 0, 1, 0, 1, 0}, batch);
    assertArrayEquals(x(vectors().train(), 1), x(given.train(), 1));
  }

  @Test
  void aClassWithoutTrainingExamplesIsNoted() {
    assertEquals(List.of(), new Labels().given(vectors()).notes());
    Dataset two = Dataset.inOrder("made up", content(true, ROWS, 3), 2, 1); // classes 0 and 1
    assertEquals(
        List.of("no training example has the class 2: what the model makes of it is untrained"),
        new Labels().given(two).notes());
  }

  /** A class that the training part lacks has its place: parts never differ in width. */
  @Test
  void classesAreCountedOverTheWholeSource() {
    Dataset given = new Labels().given(vectors());
    assertEquals(3, given.validation().condition(0).length);
    List<String> names =
        given.test().shownConditions(10).stream().map(given.test()::conditionName).toList();
    assertEquals(List.of("0", "1", "2"), names);
  }

  @Test
  void columnsLeaveX() {
    Dataset given = columns("2", "0");
    assertEquals(1, given.dimension());
    assertArrayEquals(new int[] {1}, given.exampleShape());
    assertArrayEquals(new float[] {11}, x(given.train(), 1));
    assertArrayEquals(new float[] {12, 10}, given.train().condition(1));
    assertArrayEquals(new double[] {11}, given.trainMean());
    assertEquals("2 = 52.0, 0 = 50.0", given.test().conditionName(given.test().condition(1)));
  }

  @Test
  void hashesAreThoseOfTheWholeData() {
    Dataset data = vectors();
    for (Dataset given : List.of(new Labels().given(data), columns("1"))) {
      assertEquals(data.sha256(), given.sha256());
      assertEquals(data.splitSha256(), given.splitSha256());
      assertEquals(data.test().identity(1), given.test().identity(1));
    }
  }

  @Test
  void withoutAConditionDataStayAsTheyAre() {
    Dataset data = vectors();
    assertSame(data, new NoCondition().given(data));
    assertEquals(0, data.conditionSize());
  }

  @Test
  void dataWithoutLabelsAreRefused() {
    SpecException e = refused(new Labels(), data(false, ROWS, 3));
    assertEquals("type", e.path());
    assertTrue(e.getMessage().contains("data \"made up\" without"), e.getMessage());
  }

  @Test
  void columnsThatAreNotThereAreRefused() {
    assertEquals(
        "columns[1]", refused(new Columns(new Columns.Spec(List.of("0", "3"))), vectors()).path());
    assertTrue(
        refused(new Columns(new Columns.Spec(List.of("0", "0"))), vectors())
            .getMessage()
            .contains("twice"));
    assertEquals(
        "columns",
        refused(new Columns(new Columns.Spec(List.of("0", "1", "2"))), vectors()).path());
    assertEquals(
        "type",
        refused(new Columns(new Columns.Spec(List.of("0"))), data(true, ROWS, 3, 1)).path());
  }
}
