package vae.experiments.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Who signs: a private key in a file, or an agent that holds it. */
public sealed interface Signer {

  /** A file of keys is far smaller. */
  int MAX_FILE = 1 << 16;

  /** The key with which the signature is checked, as SSH sends it. */
  byte[] publicKey();

  /** The signature over the data, as SSH sends it. */
  byte[] sign(byte[] data) throws IOException;

  /**
   * Reads a key: a private one in the form of OpenSSH without a passphrase, or a public one whose
   * private half the agent at {@code SSH_AUTH_SOCK} holds.
   *
   * @throws SignatureException where the file holds neither
   */
  static Signer of(Path file) throws IOException {
    return of(file, System.getenv("SSH_AUTH_SOCK"));
  }

  static Signer of(Path file, String socket) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
      throw new SignatureException(file + ": expected a file with an OpenSSH key");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    if (text.startsWith(PublicKey.TYPE + " ")) {
      return new InAgent(PublicKey.fromBase64(text.split("\\s+")[1]), socket);
    }
    return InFile.parse(file, text);
  }

  /**
   * A private key.
   *
   * @param key its public half
   * @param seed 32 bytes
   */
  record InFile(PublicKey key, byte[] seed) implements Signer {

    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final String MAGIC = "openssh-key-v1\0";
    private static final int SEED = 32;

    /** What stands before the 32 bytes of a key in PKCS #8; RFC 8410, section 7. */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static InFile parse(Path file, String text) {
      if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
        throw new SignatureException(
            file
                + ": expected an Ed25519 key in the form of OpenSSH, as `ssh-keygen -t ed25519`"
                + " makes it, or its public key");
      }
      byte[] bytes;
      try {
        bytes =
            Base64.getMimeDecoder()
                .decode(text.substring(BEGIN.length(), text.length() - END.length()));
      } catch (IllegalArgumentException e) {
        throw new SignatureException(file + ": expected base64 in the key");
      }
      SshBytes.Reader in = new SshBytes.Reader(bytes, file.toString());
      String magic = new String(in.fixed(MAGIC.length()), StandardCharsets.US_ASCII);
      if (!magic.equals(MAGIC)) {
        throw new SignatureException(file + ": expected a key of version openssh-key-v1");
      }
      if (!in.text().equals("none")) {
        throw new SignatureException(
            file
                + ": the key has a passphrase, which is not asked for here. Add it to the agent"
                + " with `ssh-add` and give its public key, the file that ends in .pub");
      }
      in.string(); // key derivation
      in.string(); // its options
      if (in.number() != 1) {
        throw new SignatureException(file + ": expected one key in the file");
      }
      in.string(); // the public key, which stands below once more
      SshBytes.Reader secret = new SshBytes.Reader(in.string(), file.toString());
      if (secret.number() != secret.number()) {
        throw new SignatureException(file + ": the key is damaged");
      }
      if (!secret.text().equals(PublicKey.TYPE)) {
        throw new SignatureException(
            file + ": expected an Ed25519 key; `ssh-keygen -t ed25519` makes one");
      }
      PublicKey key = PublicKey.of(secret.string());
      byte[] both = secret.string();
      if (both.length != 2 * SEED) {
        throw new SignatureException(file + ": the key is damaged");
      }
      return new InFile(key, Arrays.copyOf(both, SEED));
    }

    @Override
    public byte[] publicKey() {
      return key.blob();
    }

    @Override
    public byte[] sign(byte[] data) {
      try {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(SshBytes.join(PKCS8, seed))));
        signer.update(data);
        return SshBytes.join(SshBytes.string(PublicKey.TYPE), SshBytes.string(signer.sign()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has Ed25519", e);
      }
    }
  }

  /**
   * A key that the agent holds.
   *
   * @param key its public half
   * @param socket of the agent; null where none is known
   */
  record InAgent(PublicKey key, String socket) implements Signer {

    @Override
    public byte[] publicKey() {
      return key.blob();
    }

    @Override
    public byte[] sign(byte[] data) throws IOException {
      return SshAgent.sign(socket, key.blob(), data);
    }
  }
}
