package vae.experiments.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys whose signatures are accepted: a public key, or a file of allowed signers as {@code
 * ssh-keygen} reads it, one {@code principals [options] ssh-ed25519 KEY} per line.
 *
 * <p>Of the options {@code namespaces} is understood. A line with another one, such as a time
 * limit, and keys of other types accept nothing.
 */
public final class AllowedSigners {

  /** What signatures are for: a key or signature for another purpose is refused. */
  public static final String NAMESPACE = "vae-run";

  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?<who>\\S+)\\s+)?(?:(?<options>[a-z-]+(?:=\"[^\"]*\")?"
              + "(?:,[a-z-]+(?:=\"[^\"]*\")?)*)\\s+)?ssh-ed25519\\s+(?<key>[A-Za-z0-9+/=]+)(?:\\s.*)?");

  private static final Pattern NAMESPACES = Pattern.compile("namespaces=\"([^\"]*)\"");

  private final Map<PublicKey, String> names = new LinkedHashMap<>();

  private AllowedSigners() {}

  /**
   * Reads the file.
   *
   * @throws SignatureException where it has no key that can be used
   */
  public static AllowedSigners read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > 1 << 24) {
      throw new SignatureException(
          file + ": expected a public key or a file of allowed signers, as ssh-keygen reads it");
    }
    AllowedSigners signers = new AllowedSigners();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    text.lines().map(String::strip).forEach(signers::add);
    if (signers.names.isEmpty()) {
      throw new SignatureException(
          file
              + ": expected an ssh-ed25519 key that may sign in the namespace "
              + NAMESPACE
              + ", found none");
    }
    return signers;
  }

  private void add(String line) {
    Matcher match = LINE.matcher(line);
    if (line.startsWith("#") || !match.matches()) {
      return;
    }
    String options = match.group("options");
    if (options != null) {
      Matcher namespaces = NAMESPACES.matcher(options);
      if (!namespaces.matches()
          || !Arrays.asList(namespaces.group(1).split(",")).contains(NAMESPACE)) {
        return;
      }
    }
    PublicKey key = PublicKey.fromBase64(match.group("key"));
    String who = match.group("who");
    names.putIfAbsent(key, who == null ? key.fingerprint() : who);
  }

  /** Whose key it is; empty where it is not accepted. */
  Optional<String> name(PublicKey key) {
    return Optional.ofNullable(names.get(key));
  }
}
