package vae.experiments.run.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.signature.AllowedSigners;
import vae.experiments.signature.SignatureException;
import vae.experiments.signature.Signer;
import vae.experiments.signature.SshSignature;

/**
 * {@code MANIFEST.sha256.sig}: somebody's signature over the manifest of a run, and so over all of
 * its files. The manifest does not list it; a new manifest removes it.
 */
public final class ManifestSignature {

  private static final int MAX_SIGNATURE = 1 << 16;
  private static final long MAX_MANIFEST = 1 << 24;

  private ManifestSignature() {}

  /**
   * Signs the manifest of a run.
   *
   * @throws UnverifiedException where the run does not verify
   */
  public static void write(Path run, Signer signer) throws IOException {
    Verification.require(run);
    try (RunFolder folder = RunFolder.own(run)) {
      byte[] manifest = folder.folder().file(Manifest.FILE).bytes(MAX_MANIFEST);
      folder.write(Manifest.SIGNATURE, SshSignature.sign(manifest, signer));
    }
  }

  /**
   * Checks the signature of a run that was verified.
   *
   * @return who signed
   * @throws UnverifiedException where there is none, or none of the signers made it
   */
  public static String require(Path run, AllowedSigners signers) throws IOException {
    Folder folder = Folder.open(run);
    FolderFile file = folder.file(Manifest.SIGNATURE);
    if (!file.exists()) {
      throw unsigned(run, "is missing: the run is not signed");
    }
    try {
      byte[] manifest = folder.file(Manifest.FILE).bytes(MAX_MANIFEST);
      return SshSignature.verify(manifest, file.text(MAX_SIGNATURE), signers);
    } catch (SignatureException e) {
      throw unsigned(run, e.getMessage());
    }
  }

  private static UnverifiedException unsigned(Path run, String problem) {
    return new UnverifiedException(run, List.of(new Finding(Manifest.SIGNATURE, problem)), "");
  }
}
