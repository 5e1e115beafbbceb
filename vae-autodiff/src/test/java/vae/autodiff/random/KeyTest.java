package vae.autodiff.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTest {

  private static final String[] PURPOSES = {"", "a", "b", "ab", "ba", "posterior", "binarize", "é"};

  /** Among 400,000 random 64-bit keys a collision has probability 5e-9. */
  @Test
  void foldingNeverCollidesOverManyPaths() {
    Set<Long> seen = new HashSet<>();
    int paths = 0;
    for (int seed = 0; seed < 50; seed++) {
      Key root = Key.of(seed);
      for (String purpose : PURPOSES) {
        Key named = root.fold(purpose);
        for (int epoch = 0; epoch < 1000; epoch++) {
          seen.add(bits(named.fold(epoch)));
          paths++;
        }
      }
    }
    assertEquals(paths, seen.size());
  }

  @Test
  void orderOfFoldsMatters() {
    Key key = Key.of(7);
    assertNotEquals(key.fold("a").fold("b"), key.fold("b").fold("a"));
    assertNotEquals(key.fold("a").fold(1), key.fold(1).fold("a"));
    assertNotEquals(key.fold(1).fold(2), key.fold(2).fold(1));
    assertNotEquals(key.fold("ab"), key.fold("a").fold("b"));
  }

  @Test
  void numbersAndTextsAreDifferentPurposes() {
    Key key = Key.of(7);
    assertNotEquals(key.fold("1"), key.fold(1));
    assertNotEquals(key.fold(""), key.fold(0));
    assertNotEquals(key.fold(0), key);
  }

  @Test
  void everyBitOfSeedAndNumberMatters() {
    Set<Long> seen = new HashSet<>();
    for (int bit = 0; bit < 64; bit++) {
      assertTrue(seen.add(bits(Key.of(1L << bit))));
      assertTrue(seen.add(bits(Key.of(5).fold(1L << bit))));
    }
  }

  @Test
  void keysAreValues() {
    assertEquals(Key.of(3).fold("x").fold(9), Key.of(3).fold("x").fold(9));
    assertEquals(Key.of(3).fold("x").hashCode(), Key.of(3).fold("x").hashCode());
    assertEquals(Key.of(3).rows(new long[] {1, 2}), Key.of(3).rows(new long[] {1, 2}));
    assertNotEquals(Key.of(3).rows(new long[] {1, 2}), Key.of(3).rows(new long[] {2, 1}));
    assertNotEquals(Key.of(3).rows(new long[] {0}), Key.of(3));
  }

  @Test
  void rowsAreCarriedByFolds() {
    Key key = Key.of(1).rows(new long[] {40, 7}).fold("noise").fold(3);
    assertEquals(40, key.row(0));
    assertEquals(7, key.row(1));
    assertEquals(1, Key.of(1).fold("noise").row(1));
  }

  @Test
  void rowsDoNotChangeTheStream() {
    assertEquals(bits(Key.of(1).fold("x")), bits(Key.of(1).rows(new long[] {9}).fold("x")));
  }

  /** A change of the derivation changes every result ever published: this test holds it. */
  @Test
  void derivationIsFrozen() {
    assertEquals("Key[0000000000000001]", Key.of(1).toString());
    assertEquals("Key[c01ea499a0cf5274]", Key.of(1).fold("posterior").fold(2).toString());
  }

  private static long bits(Key key) {
    return (long) key.k1() << 32 | (key.k0() & 0xFFFFFFFFL);
  }
}
