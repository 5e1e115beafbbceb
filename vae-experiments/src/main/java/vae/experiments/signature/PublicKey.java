package vae.experiments.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 public key, as {@code ssh-ed25519} names it; equal where its bytes are. */
final class PublicKey {

  static final String TYPE = "ssh-ed25519";

  /** What stands before the 32 bytes of a key in X.509; RFC 8410, section 4. */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  private final byte[] key;

  private PublicKey(byte[] key) {
    this.key = key;
  }

  static PublicKey of(byte[] key) {
    if (key.length != BYTES) {
      throw new SignatureException("expected a key of 32 bytes, got " + key.length);
    }
    return new PublicKey(key.clone());
  }

  /** The key of a line of {@code ssh-ed25519}. */
  static PublicKey fromBase64(String base64) {
    try {
      return fromBlob(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new SignatureException("expected a key in base64");
    }
  }

  static PublicKey fromBlob(byte[] blob) {
    SshBytes.Reader in = new SshBytes.Reader(blob, "public key");
    String type = in.text();
    if (!type.equals(TYPE)) {
      throw new SignatureException("expected a key of type ssh-ed25519, got another");
    }
    PublicKey key = of(in.string());
    if (!in.atEnd()) {
      throw new SignatureException("expected the end of the key, got more bytes");
    }
    return key;
  }

  byte[] blob() {
    return SshBytes.join(SshBytes.string(TYPE), SshBytes.string(key));
  }

  /** {@code SHA256:} and base64, as {@code ssh-keygen -l} prints it. */
  String fingerprint() {
    byte[] hash = sha("SHA-256", blob());
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
  }

  /** Whether the signature, as SSH sends it, is this key's over the data. */
  boolean verifies(byte[] data, byte[] signature) {
    SshBytes.Reader in = new SshBytes.Reader(signature, "signature");
    if (!in.text().equals(TYPE)) {
      return false;
    }
    byte[] bytes = in.string();
    if (bytes.length != SIGNATURE_BYTES || !in.atEnd()) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(SshBytes.join(X509, key))));
      verifier.update(data);
      return verifier.verify(bytes);
    } catch (GeneralSecurityException e) {
      return false; // a point or a number that is none
    }
  }

  static byte[] sha(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }
}
