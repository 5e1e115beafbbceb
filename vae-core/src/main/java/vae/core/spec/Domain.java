package vae.core.spec;

import java.util.List;

/** The values that one key may have whatever the others are: as much as a schema can say. */
public sealed interface Domain {

  /**
   * Numbers from {@code least} to {@code most}.
   *
   * @param open whether {@code least} itself is left out
   */
  record Interval(double least, double most, boolean open) implements Domain {}

  /**
   * Text that matches as a whole.
   *
   * @param pattern a regular expression that Java and ECMAScript read alike
   */
  record Text(String pattern) implements Domain {

    /** Any text but blanks. */
    public static final Text SOME = new Text("[\\s\\S]*\\S[\\s\\S]*");
  }

  record OneOf(List<Integer> values) implements Domain {}

  /** Lists of at least N values. */
  record Size(int least) implements Domain {}
}
