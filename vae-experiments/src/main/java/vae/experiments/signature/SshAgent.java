package vae.experiments.signature;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;

/**
 * The agent that holds the user's keys, behind the socket that {@code SSH_AUTH_SOCK} names. Source:
 * the internet draft draft-ietf-sshm-ssh-agent, sections 3 and 4.
 */
final class SshAgent {

  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final int MAX_ANSWER = 1 << 18;

  private SshAgent() {}

  /**
   * Asks for a signature.
   *
   * @param socket of the agent; null where none is known
   * @param key the public key
   * @throws SignatureException where there is no agent, or it does not hold the key
   */
  static byte[] sign(String socket, byte[] key, byte[] data) throws IOException {
    if (socket == null || socket.isEmpty()) {
      throw new SignatureException(
          "SSH_AUTH_SOCK is not set: no agent is known. Start one with `eval $(ssh-agent)` and add"
              + " the key with `ssh-add`");
    }
    byte[] request =
        SshBytes.join(
            new byte[] {SIGN_REQUEST},
            SshBytes.string(key),
            SshBytes.string(data),
            SshBytes.number(0));
    byte[] answer;
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer out = ByteBuffer.wrap(SshBytes.string(request));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      int length = read(channel, Integer.BYTES).getInt();
      if (length < 1 || length > MAX_ANSWER) {
        throw new SignatureException("the agent answered with " + length + " bytes");
      }
      answer = read(channel, length).array();
    } catch (IOException | InvalidPathException e) {
      throw new SignatureException(
          "the agent at SSH_AUTH_SOCK does not answer (" + e.getMessage() + ")");
    }
    if (answer[0] != SIGN_RESPONSE) {
      throw new SignatureException(
          "the agent does not sign with this key; `ssh-add -l` lists its keys, `ssh-add` adds one");
    }
    SshBytes.Reader in = new SshBytes.Reader(answer, "the agent's answer");
    in.fixed(1);
    return in.string();
  }

  private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("it closed the connection");
      }
    }
    return bytes.flip();
  }
}
