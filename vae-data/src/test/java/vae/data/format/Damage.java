package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

/** What every reader must withstand. */
final class Damage {

  private Damage() {}

  /** Every proper prefix is refused with a complaint that names the file and a way out. */
  static void everyTruncationIsRefused(byte[] whole, Function<Path, ?> reader) {
    ScratchFile.with(whole, reader);
    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);
      DataException e =
          assertThrows(
              DataException.class,
              () -> ScratchFile.with(prefix, reader),
              "accepted a prefix of " + length + " bytes");
      assertTrue(e.getMessage().startsWith(e.file()), e.getMessage());
      assertTrue(!e.fix().isEmpty(), e.getMessage());
    }
  }

  /** Flipped bits give the reader's result or a {@link DataException}, nothing else. */
  static void flipsNeverSurprise(byte[] whole, Random random, Function<Path, ?> reader) {
    byte[] damaged = whole.clone();
    int flips = 1 + random.nextInt(4);
    for (int i = 0; i < flips; i++) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      ScratchFile.with(damaged, reader);
    } catch (DataException expected) {
      assertTrue(!expected.problem().isEmpty());
    }
  }
}
