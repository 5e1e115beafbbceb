package vae.data.format;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What identifies a file's content: its length and SHA-256 after decompression. Mirrors recompress,
 * so the bytes of a .gz file identify nothing.
 *
 * @param sha256 SHA-256 of the decompressed bytes, lower-case hex
 */
public record Fingerprint(long bytes, String sha256) {

  /**
   * Reads a file through, in constant memory.
   *
   * @param file raw or gzip
   * @param atMost decompressed bytes after which reading stops
   * @throws DataException where the file is damaged or longer than {@code atMost}
   */
  public static Fingerprint of(Path file, long atMost) {
    MessageDigest digest = sha256Digest();
    try (Input in = Input.open(file).digesting(digest)) {
      while (in.next() >= 0) {
        if (in.offset() > atMost) {
          throw in.broken("expected at most " + atMost + " bytes, got more", "Fetch it again.");
        }
      }
      return new Fingerprint(in.offset(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  /**
   * A fresh SHA-256.
   *
   * @throws IllegalStateException never: every Java platform has it
   */
  public static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Refuses a file whose content is not this. */
  public void require(String file, Fingerprint got, String fix) {
    if (!equals(got)) {
      throw new DataException(
          file,
          "expected %d bytes with SHA-256 %s, got %d bytes with SHA-256 %s"
              .formatted(bytes, sha256, got.bytes, got.sha256),
          fix);
    }
  }
}
