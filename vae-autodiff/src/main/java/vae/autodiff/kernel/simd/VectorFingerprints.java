package vae.autodiff.kernel.simd;

import java.util.concurrent.atomic.AtomicIntegerArray;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import vae.autodiff.kernel.FingerprintKernels;

/** Fingerprints by vectors: two sums in each lane, added up at the end in any order. */
record VectorFingerprints(Split split) implements FingerprintKernels<float[]> {

  private static final VectorSpecies<Integer> WORDS =
      VectorSpecies.of(int.class, Lanes.SPECIES.vectorShape());

  private static final int WIDTH = Lanes.WIDTH;

  /** The positions of the first vector's words. */
  private static final int[] POSITIONS = positions();

  private static int[] positions() {
    int[] first = new int[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      first[i] = (i + 1) * POSITION;
    }
    return first;
  }

  @Override
  public long fingerprint(float[] x, int n) {
    int whole = Lanes.whole(n);
    // [0] adds up the words, [1] the weighted ones.
    AtomicIntegerArray sums = new AtomicIntegerArray(2);
    split.elements(0, whole, Split.PLAIN, (from, to) -> add(x, from, to, sums));
    int plain = sums.get(0);
    int weighted = sums.get(1);
    for (int i = whole; i < n; i++) {
      int position = (i + 1) * POSITION;
      int mixed = FingerprintKernels.mixed(Float.floatToRawIntBits(x[i]), position);
      plain += mixed;
      weighted += mixed * (position | 1);
    }
    return FingerprintKernels.joined(weighted, plain);
  }

  private static void add(float[] x, int from, int to, AtomicIntegerArray sums) {
    IntVector position = IntVector.fromArray(WORDS, POSITIONS, 0).add(from * POSITION);
    IntVector plain = IntVector.zero(WORDS);
    IntVector weighted = IntVector.zero(WORDS);
    for (int i = from; i < to; i += WIDTH) {
      IntVector words = FloatVector.fromArray(Lanes.SPECIES, x, i).reinterpretAsInts();
      IntVector a = words.lanewise(VectorOperators.XOR, position).mul(FIRST);
      IntVector b = a.lanewise(VectorOperators.LSHR, 15).lanewise(VectorOperators.XOR, a);
      b = b.mul(SECOND);
      IntVector mixed = b.lanewise(VectorOperators.LSHR, 13).lanewise(VectorOperators.XOR, b);
      plain = plain.add(mixed);
      weighted = weighted.add(mixed.mul(position.lanewise(VectorOperators.OR, 1)));
      position = position.add(WIDTH * POSITION);
    }
    sums.addAndGet(0, total(plain));
    sums.addAndGet(1, total(weighted));
  }

  private static int total(IntVector lanes) {
    int total = 0;
    for (int word : lanes.toArray()) {
      total += word;
    }
    return total;
  }
}
