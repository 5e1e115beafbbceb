package vae.experiments.run.folder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import vae.experiments.spec.Resolved;

/** The identity of a run: what it computes, never where, when or with how many threads. */
public final class RunId {

  private static final int LENGTH = 12;

  private RunId() {}

  /**
   * The first 12 hexadecimal digits of SHA-256 over the canonical resolved spec, the hash of the
   * data and the numerics version, a line each.
   */
  public static String of(Resolved experiment, String dataHash) {
    return of(experiment.canonical(), dataHash, Numerics.VERSION);
  }

  /** The same from a canonical spec, for the numerics version that the run was made with. */
  public static String of(String canonical, String dataHash, int numerics) {
    String text = canonical + "\n" + dataHash;
    return of(text.getBytes(StandardCharsets.UTF_8), numerics);
  }

  /**
   * The identity of a further evaluation of a run.
   *
   * @param canonical text of its settings
   * @param digest of the run
   * @param numerics the version that it is computed with
   */
  public static String ofEvaluation(String canonical, String digest, int numerics) {
    return of(canonical, digest, numerics);
  }

  /** The first 12 hexadecimal digits of SHA-256 over the bytes and the numerics version. */
  public static String of(byte[] content) {
    return of(content, Numerics.VERSION);
  }

  /** The same for another numerics version, such as the one that a folder was made with. */
  public static String of(byte[] content, int numerics) {
    MessageDigest digest = Digest.sha256();
    digest.update(content);
    digest.update(("\n" + numerics + "\n").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }
}
