package vae.experiments.sweep.spark;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether whoever reaches Spark's ports may have code run: anyone, unless all its processes share a
 * secret.
 *
 * @param warning about a cluster that anyone on its network can use; empty where there is none
 */
record SharedSecret(Map<String, String> settings, String warning) {

  static final String AUTHENTICATE = "spark.authenticate";
  static final String SECRET = "spark.authenticate.secret";

  private static final SharedSecret NOTHING = new SharedSecret(Map.of(), "");
  private static final int SECRET_BYTES = 32;

  /**
   * What a master needs. A cluster that starts and ends with the driver gets a secret of its own; a
   * cluster of its own must be given the one it was started with.
   */
  static SharedSecret of(String master, Map<String, String> given) {
    if (given.containsKey(AUTHENTICATE) || isLoopback(master)) {
      return NOTHING;
    }
    if (given.containsKey(SECRET)) {
      return new SharedSecret(Map.of(AUTHENTICATE, "true"), "");
    }
    if (master.startsWith("local-cluster")) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      return new SharedSecret(
          Map.of(AUTHENTICATE, "true", SECRET, HexFormat.of().formatHex(secret)), "");
    }
    String warning =
        "whoever reaches the ports of %s can run programs there and here: start the cluster with"
            + " spark.authenticate and give the sweep its secret, or say --spark-conf"
            + " spark.authenticate=false (docs/cluster.md)";
    return new SharedSecret(Map.of(), warning.formatted(master));
  }

  /** A master within this process, or one whose every host is this machine by name. */
  private static boolean isLoopback(String master) {
    return master.matches("local(\\[.*)?")
        || master.startsWith("spark://")
            && Stream.of(master.substring("spark://".length()).split(","))
                .allMatch(SharedSecret::isThisMachine);
  }

  private static boolean isThisMachine(String hostAndPort) {
    return hostAndPort.matches("(localhost|\\[::1]|127(\\.[0-9]{1,3}){3})(:[0-9]+)?");
  }
}
