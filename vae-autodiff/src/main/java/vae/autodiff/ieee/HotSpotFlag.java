package vae.autodiff.ieee;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What the flags of this JVM are set to. */
public final class HotSpotFlag {

  private HotSpotFlag() {}

  /** The flag's value; empty in a JVM without the flag or without the module of the flags. */
  public static Optional<String> value(String name) {
    try {
      HotSpotDiagnosticMXBean hotspot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Optional.ofNullable(hotspot).map(bean -> bean.getVMOption(name).getValue());
    } catch (IllegalArgumentException | LinkageError e) {
      return Optional.empty();
    }
  }
}
