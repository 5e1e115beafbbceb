package vae.experiments.spec;

import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/**
 * The finished run at whose parameters training starts.
 *
 * @param run its id, 12 hexadecimal digits
 * @param digest its digest, {@code sha256:} and 64 of them
 */
@Describe("The finished run at whose parameters training starts.")
public record ParentSpec(
    @Describe("The id of the run: 12 hexadecimal digits.") String run,
    @Describe("The digest of the run: sha256: and 64 hexadecimal digits.") String digest)
    implements Spec {

  private static final String ID = "[0-9a-f]{12}";
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  public ParentSpec {
    require("run", run, ID, "12 hexadecimal digits");
    require("digest", digest, DIGEST, "\"sha256:\" and 64 hexadecimal digits");
  }

  private static void require(String key, String value, String pattern, String expected) {
    if (!value.matches(pattern)) {
      String shown = value.length() <= 120 ? value : value.substring(0, 120) + "…";
      throw new SpecException(
          key,
          expected,
          "\"" + shown + "\"",
          "`./vae run SPEC.json --from RUN` writes both.",
          new Domain.Text(pattern));
    }
  }
}
