package vae.experiments.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signature of SSH over a message, in the namespace {@value AllowedSigners#NAMESPACE}, that
 * {@code ssh-keygen -Y verify} accepts.
 *
 * <p>Signed are the letters SSHSIG, the namespace, an empty string, the name of the hash and the
 * message's hash. Source: PROTOCOL.sshsig of OpenSSH.
 */
public final class SshSignature {

  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final String HASH = "sha512";
  private static final int VERSION = 1;
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";
  private static final int WIDTH = 70;

  private SshSignature() {}

  /** Signs the message: text in ASCII that ends with a line feed. */
  public static String sign(byte[] message, Signer signer) throws IOException {
    byte[] blob =
        SshBytes.join(
            MAGIC,
            SshBytes.number(VERSION),
            SshBytes.string(signer.publicKey()),
            SshBytes.string(AllowedSigners.NAMESPACE),
            SshBytes.string(""),
            SshBytes.string(HASH),
            SshBytes.string(signer.sign(signed(message, HASH))));
    String text = Base64.getMimeEncoder(WIDTH, new byte[] {'\n'}).encodeToString(blob);
    return BEGIN + "\n" + text + "\n" + END + "\n";
  }

  private static byte[] signed(byte[] message, String hash) {
    String algorithm = hash.equals(HASH) ? "SHA-512" : "SHA-256";
    return SshBytes.join(
        MAGIC,
        SshBytes.string(AllowedSigners.NAMESPACE),
        SshBytes.string(""),
        SshBytes.string(hash),
        SshBytes.string(PublicKey.sha(algorithm, message)));
  }

  /**
   * Checks a signature over the message.
   *
   * @return who signed, as the signers' file names them
   * @throws SignatureException where it is none, is for something else, does not fit the message,
   *     or its key is not among the signers
   */
  public static String verify(byte[] message, String signature, AllowedSigners signers) {
    String text = signature.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new SignatureException("expected an SSH signature");
    }
    byte[] blob;
    try {
      blob =
          Base64.getMimeDecoder()
              .decode(text.substring(BEGIN.length(), text.length() - END.length()));
    } catch (IllegalArgumentException e) {
      throw new SignatureException("expected an SSH signature in base64");
    }
    SshBytes.Reader in = new SshBytes.Reader(blob, "signature");
    if (!Arrays.equals(in.fixed(MAGIC.length), MAGIC) || in.number() != VERSION) {
      throw new SignatureException("expected an SSH signature of version " + VERSION);
    }
    PublicKey key = PublicKey.fromBlob(in.string());
    if (!in.text().equals(AllowedSigners.NAMESPACE)) {
      throw new SignatureException(
          "expected a signature in the namespace " + AllowedSigners.NAMESPACE);
    }
    in.string(); // reserved
    String hash = in.text();
    if (!hash.equals(HASH) && !hash.equals("sha256")) {
      throw new SignatureException("expected a signature over sha512 or sha256");
    }
    byte[] bytes = in.string();
    if (!in.atEnd()) {
      throw new SignatureException("expected the end of the signature, got more bytes");
    }
    String who =
        signers
            .name(key)
            .orElseThrow(
                () ->
                    new SignatureException(
                        "is by the key " + key.fingerprint() + ", which is not among the signers"));
    if (!key.verifies(signed(message, hash), bytes)) {
      throw new SignatureException("is not over this manifest");
    }
    return who + " (" + key.fingerprint() + ")";
  }
}
