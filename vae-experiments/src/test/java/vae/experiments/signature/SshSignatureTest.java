package vae.experiments.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures are OpenSSH's, both ways, and only of the right key over the right message. */
final class SshSignatureTest {

  private static final byte[] MESSAGE = "a  b\n".getBytes(StandardCharsets.UTF_8);
  private static final Path NOTHING = Path.of("/dev/null");

  @TempDir private Path folder;

  private static List<String> verifiedBySsh(Path folder, String signature, Path key)
      throws IOException, InterruptedException {
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    Path sig = Files.writeString(folder.resolve("message.sig"), signature);
    String line = Files.readString(folder.resolve(key.getFileName() + ".pub"));
    Path allowed = Files.writeString(folder.resolve("allowed"), "me@example.org " + line);
    return SshKeygen.run(
        message,
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        allowed,
        "-I",
        "me@example.org",
        "-n",
        "vae-run",
        "-s",
        sig);
  }

  @Test
  void opensshAcceptsWhatIsSignedHere() throws Exception {
    Path key = SshKeygen.key(folder, "key", "");
    String signature = SshSignature.sign(MESSAGE, Signer.of(key));
    List<String> verified = verifiedBySsh(folder, signature, key);
    assertEquals("0", verified.getFirst(), verified.toString());
    Files.writeString(folder.resolve("key.pub"), Files.readString(key.resolveSibling("key.pub")));
  }

  @Test
  void whatOpensshSignedIsAcceptedHere() throws Exception {
    Path key = SshKeygen.key(folder, "key", "");
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    SshKeygen.run(NOTHING, "ssh-keygen", "-Y", "sign", "-q", "-f", key, "-n", "vae-run", message);
    String signature = Files.readString(folder.resolve("message.sig"));
    AllowedSigners alone = AllowedSigners.read(folder.resolve("key.pub"));
    String who = SshSignature.verify(MESSAGE, signature, alone);
    String listed =
        SshKeygen.run(NOTHING, "ssh-keygen", "-l", "-f", folder.resolve("key.pub")).getLast();
    assertTrue(listed.contains(who.replaceFirst(" .*", "")), who + " in " + listed);
  }

  @Test
  void theAgentSignsWithAKeyThatHasAPassphrase() throws Exception {
    Path locked = SshKeygen.key(folder, "locked", "secret");
    SignatureException refused = assertThrows(SignatureException.class, () -> Signer.of(locked));
    assertTrue(refused.getMessage().contains("ssh-add"), refused.getMessage());
    Path open = SshKeygen.key(folder, "open", "");
    Path socket = folder.resolve("agent");
    Process agent =
        new ProcessBuilder(SshKeygen.found("ssh-agent").toString(), "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      ProcessBuilder add =
          new ProcessBuilder(SshKeygen.found("ssh-add").toString(), open.toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      for (int i = 0; i < 100 && Files.notExists(socket); i++) {
        Thread.sleep(20);
      }
      assertEquals(0, add.redirectErrorStream(true).start().waitFor());
      Signer signer = Signer.of(folder.resolve("open.pub"), socket.toString());
      String signature = SshSignature.sign(MESSAGE, signer);
      assertEquals("0", verifiedBySsh(folder, signature, open).getFirst());
      Signer unknown = Signer.of(folder.resolve("locked.pub"), socket.toString());
      assertThrows(SignatureException.class, () -> SshSignature.sign(MESSAGE, unknown));
    } finally {
      agent.destroy();
      agent.waitFor();
    }
    Signer nobody = Signer.of(folder.resolve("open.pub"), null);
    assertThrows(SignatureException.class, () -> SshSignature.sign(MESSAGE, nobody));
  }

  @Test
  void everyOtherMessageKeyNamespaceAndByteIsRefused() throws Exception {
    Path key = SshKeygen.key(folder, "key", "");
    Path other = SshKeygen.key(folder, "other", "");
    AllowedSigners signers = AllowedSigners.read(folder.resolve("key.pub"));
    String signature = SshSignature.sign(MESSAGE, Signer.of(key));
    SshSignature.verify(MESSAGE, signature, signers);
    refused(() -> SshSignature.verify("a  c\n".getBytes(), signature, signers));
    refused(
        () -> SshSignature.verify(MESSAGE, SshSignature.sign(MESSAGE, Signer.of(other)), signers));
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    SshKeygen.run(NOTHING, "ssh-keygen", "-Y", "sign", "-q", "-f", key, "-n", "file", message);
    String elsewhere = Files.readString(folder.resolve("message.sig"));
    refused(() -> SshSignature.verify(MESSAGE, elsewhere, signers));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      StringBuilder changed = new StringBuilder(signature);
      int at = 30 + random.nextInt(signature.length() - 70);
      char by = (char) ('A' + random.nextInt(26));
      if (changed.charAt(at) != by) {
        changed.setCharAt(at, by);
        refused(() -> SshSignature.verify(MESSAGE, changed.toString(), signers));
      }
    }
    refused(() -> SshSignature.verify(MESSAGE, "", signers));
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void refused(Call call) {
    assertThrows(SignatureException.class, call::run);
  }

  @Test
  void aLineCountsOnlyWithOptionsThatAreUnderstood() throws Exception {
    Path key = SshKeygen.key(folder, "key", "");
    String pub = Files.readString(folder.resolve("key.pub")).strip();
    String signature = SshSignature.sign(MESSAGE, Signer.of(key));
    Path file = folder.resolve("signers");
    for (String good :
        List.of("me ", "me namespaces=\"vae-run\" ", "me namespaces=\"x,vae-run\" ")) {
      Files.writeString(file, "# signers\n\n" + good + pub + "\n");
      String who = SshSignature.verify(MESSAGE, signature, AllowedSigners.read(file));
      assertTrue(who.startsWith("me (SHA256:"), who);
    }
    for (String bad :
        List.of(
            "# me ",
            "me namespaces=\"file\" ",
            "me cert-authority ",
            "me valid-before=\"2020\" ",
            "me valid-before=2020 ")) {
      Files.writeString(file, bad + pub + "\n");
      refused(() -> AllowedSigners.read(file));
    }
    refused(() -> Signer.of(file));
    refused(() -> Signer.of(folder));
  }
}
