package vae.experiments.sweep.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** S20: a cluster off loopback runs whatever it is sent, unless its processes share a secret. */
final class SharedSecretTest {

  private static final SharedSecret NOTHING = new SharedSecret(Map.of(), "");

  @Test
  void aClusterOfTheDriverHasASecretOfItsOwn() {
    SharedSecret first = SharedSecret.of("local-cluster[2,1,1024]", Map.of());
    assertEquals("true", first.settings().get(SharedSecret.AUTHENTICATE));
    String secret = first.settings().get(SharedSecret.SECRET);
    assertTrue(secret.matches("[0-9a-f]{64}"), secret);
    assertEquals("", first.warning());
    assertNotEquals(
        secret,
        SharedSecret.of("local-cluster[2,1,1024]", Map.of()).settings().get(SharedSecret.SECRET));
  }

  @Test
  void aClusterOnANetworkThatHasNoneIsWarnedOf() {
    for (String master :
        List.of(
            "spark://head:7077",
            "spark://10.0.0.1:7077",
            "spark://127.0.0.1.example.org:7077",
            "spark://localhost:7077,head:7077",
            "yarn",
            "k8s://https://head:443")) {
      SharedSecret secret = SharedSecret.of(master, Map.of());
      assertEquals(Map.of(), secret.settings(), master);
      assertTrue(secret.warning().startsWith("whoever reaches the ports of " + master), master);
    }
  }

  @Test
  void aSecretThatIsGivenIsUsed() {
    assertEquals(
        new SharedSecret(Map.of(SharedSecret.AUTHENTICATE, "true"), ""),
        SharedSecret.of("spark://head:7077", Map.of(SharedSecret.SECRET, "x")));
  }

  @Test
  void whatThePersonSaidStands() {
    for (String said : List.of("true", "false")) {
      Map<String, String> given = Map.of(SharedSecret.AUTHENTICATE, said);
      assertEquals(NOTHING, SharedSecret.of("spark://head:7077", given));
      assertEquals(NOTHING, SharedSecret.of("local-cluster[2,1,1024]", given));
    }
  }

  @Test
  void noNetworkNeedsNoSecret() {
    for (String master :
        List.of(
            "local",
            "local[2]",
            "local[*]",
            "spark://127.0.0.1:17077",
            "spark://localhost:7077",
            "spark://[::1]:7077")) {
      assertEquals(NOTHING, SharedSecret.of(master, Map.of()), master);
    }
  }
}
