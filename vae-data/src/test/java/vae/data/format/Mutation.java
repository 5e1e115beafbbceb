package vae.data.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damage to files as accidents and ill will do it: flipped bits, cuts, repetitions, splices of two
 * files, numbers at the ends of their ranges, and bytes of pure chance.
 */
public final class Mutation {

  private static final int MAX_NOISE = 600;
  private static final int MAX_CHANGES = 4;

  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    4,
    127,
    128,
    255,
    256,
    32_767,
    32_768,
    65_535,
    65_536,
    1 << 20,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffffffffL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
  };

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "-0",
          "1e400",
          "-1e400",
          "1e-400",
          "NaN",
          "Infinity",
          "0x10",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9007199254740993",
          "9223372036854775808",
          "99999999999999999999999999",
          "1.0000000000000000000000001",
          "1e9999999999",
          "1e999999999",
          "1e-999999999",
          "\"\"",
          "null",
          "9".repeat(400));

  private final SplittableRandom random;

  /** The same damage for the same seed. */
  public Mutation(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One of the files, damaged in one to four places; one time in sixteen bytes of chance. */
  public byte[] of(List<byte[]> files) {
    if (random.nextInt(16) == 0) {
      return noise(random.nextInt(MAX_NOISE));
    }
    byte[] bytes = pick(files).clone();
    int changes = 1 + random.nextInt(MAX_CHANGES);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes, files);
    }
    return bytes;
  }

  /** An integer from 0 to below {@code bound}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  private byte[] pick(List<byte[]> files) {
    return files.get(random.nextInt(files.size()));
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] changed(byte[] bytes, List<byte[]> files) {
    if (bytes.length == 0) {
      return noise(8);
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> flipped(bytes, at);
      case 3, 4 -> extreme(bytes, at);
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> spliced(bytes, at, new byte[0], at + length);
      case 7 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      case 8 -> number(bytes, at);
      default -> joined(bytes, at, pick(files));
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  /** A word of one to eight bytes at the end of a range, in either byte order. */
  private byte[] extreme(byte[] bytes, int at) {
    int size = Math.min(1 << random.nextInt(4), bytes.length - at);
    long value = EXTREMES[random.nextInt(EXTREMES.length)];
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    word.putLong(value);
    boolean reversed = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      bytes[at + i] = word.get(reversed ? size - 1 - i : i);
    }
    return bytes;
  }

  /** The number in letters nearest behind the place gives way to an extreme one. */
  private byte[] number(byte[] bytes, int at) {
    int from = at;
    while (from < bytes.length && (bytes[from] < '0' || bytes[from] > '9')) {
      from++;
    }
    int to = from;
    while (to < bytes.length && bytes[to] >= '0' && bytes[to] <= '9') {
      to++;
    }
    String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return spliced(bytes, from, other.getBytes(StandardCharsets.US_ASCII), to);
  }

  /** The beginning of one file and the end of another. */
  private byte[] joined(byte[] bytes, int at, byte[] other) {
    int from = other.length == 0 ? 0 : random.nextInt(other.length);
    return spliced(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
  }

  private static byte[] spliced(byte[] bytes, int from, byte[] middle, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + middle.length);
    out.write(bytes, 0, from);
    out.writeBytes(middle);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
