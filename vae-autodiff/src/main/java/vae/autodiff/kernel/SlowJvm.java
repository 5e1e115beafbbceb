package vae.autodiff.kernel;

import java.util.Optional;
import vae.autodiff.ieee.FusedMultiplyAdd;
import vae.autodiff.ieee.HotSpotFlag;

/** What makes this JVM compute slowly, whatever the kernels; results are the same. */
public final class SlowJvm {

  private SlowJvm() {}

  /** The virtual machine or its compiler, in a line; empty where neither slows anything. */
  public static Optional<String> compiler() {
    return compiler(
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.info"),
        HotSpotFlag.value("TieredStopAtLevel"));
  }

  /**
   * @param name such as "OpenJDK 64-Bit Server VM"
   * @param mode what HotSpot says of its compilers, such as "mixed mode, sharing"
   * @param tier the flag of the last compiler: C2 is the fourth
   */
  static Optional<String> compiler(String name, String mode, Optional<String> tier) {
    if (!name.contains("HotSpot") && !name.contains("OpenJDK")) {
      return Optional.of(name + " is not HotSpot, whose C2 compiler makes vector instructions");
    }
    if (mode.contains("interpreted")) {
      return Optional.of("nothing is compiled; remove -Xint");
    }
    return tier.filter(it -> !it.equals("4"))
        .map(it -> "the C2 compiler is off; remove -XX:TieredStopAtLevel=" + it);
  }

  /** All that slows it, in a line for the start of a run; empty for nothing. */
  static Optional<String> warning(Optional<String> compiler, FusedMultiplyAdd.Kind fma) {
    Optional<String> software =
        fma == FusedMultiplyAdd.Kind.SOFTWARE ? Optional.of(fma.label()) : Optional.empty();
    return compiler
        .map(c -> software.map(s -> c + "; " + s).orElse(c))
        .or(() -> software)
        .map("this JVM is many times slower than others, with the same results: "::concat);
  }
}
