package vae.data.source;

import vae.core.spec.Domain;
import vae.core.spec.Require;
import vae.core.spec.SpecException;

/** The rules that the specs of all file sources share. */
final class FileSpec {

  private static final double MIN_SCALE = 1e-30;
  private static final double MAX_SCALE = 1e30;

  private FileSpec() {}

  /**
   * Refuses a blank path, a scale out of range and a negative limit.
   *
   * @param key of the path
   * @param what the path leads to, such as "a file"
   */
  static void require(String key, String path, String what, double scale, int limit) {
    if (path.isBlank()) {
      throw new SpecException(key, "the path of " + what, "no text", "", Domain.Text.SOME);
    }
    Require.between("scale", scale, MIN_SCALE, MAX_SCALE);
    Require.atLeast("limit", limit, 0);
  }
}
