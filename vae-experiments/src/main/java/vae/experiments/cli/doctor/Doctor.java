package vae.experiments.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vae.autodiff.ieee.FusedMultiplyAdd;
import vae.autodiff.ieee.HotSpotFlag;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.SlowJvm;

/**
 * Checks whether this machine runs experiments well.
 *
 * <p>The judgements take what was found as arguments, so that each can be tested on any machine.
 */
public final class Doctor {

  private static final Runtime.Version SOUND = Runtime.Version.parse("25.0.3");
  private static final long GIB = 1L << 30;

  private Doctor() {}

  public static List<Diagnosis> examine(Path runs) {
    return List.of(
        java(Runtime.version(), collector()),
        compiler(SlowJvm.compiler()),
        headers(HotSpotFlag.value("UseCompactObjectHeaders")),
        vectorModule(vectorBits().isPresent()),
        vectorWidth(vectorBits()),
        fusedMultiplyAdd(FusedMultiplyAdd.kind()),
        kernels(),
        memory(Runtime.getRuntime().maxMemory(), machineMemory()),
        runsFolder(runs));
  }

  static Diagnosis java(Runtime.Version version, String collector) {
    String found = "JDK " + version + ", " + collector;
    boolean sound = version.compareToIgnoreOptional(SOUND) >= 0;
    if (sound) {
      String home = System.getProperty("java.home");
      return Diagnosis.ok("java", found + "; no known bug of this version; in " + home);
    }
    String fix = "Install JDK 25.0.3 or newer and point VAE_JAVA_HOME to it.";
    if (version.feature() < SOUND.feature()) {
      return Diagnosis.fail("java", found + ", and Java 25 is needed", fix);
    }
    String bug = found + "; before 25.0.3 the G1 collector can corrupt pinned arrays";
    boolean affected = collector.contains("G1");
    return affected ? Diagnosis.fail("java", bug, fix) : Diagnosis.warn("java", bug, fix);
  }

  static Diagnosis compiler(Optional<String> slow) {
    return slow.map(
            why ->
                Diagnosis.warn(
                    "compiler", why, "Start with ./vae on HotSpot, and leave its compilers on."))
        .orElseGet(() -> Diagnosis.ok("compiler", "HotSpot with C2"));
  }

  static Diagnosis headers(Optional<String> flag) {
    if (flag.filter("true"::equals).isPresent()) {
      String fix = "Remove -XX:+UseCompactObjectHeaders from VAE_JAVA_OPTS or JDK_JAVA_OPTIONS.";
      return Diagnosis.fail("object headers", "compact; on Java 25 they corrupt strings", fix);
    }
    return Diagnosis.ok("object headers", "not compact (compact ones corrupt strings on Java 25)");
  }

  static Diagnosis vectorModule(boolean present) {
    if (present) {
      return Diagnosis.ok("vector module", "jdk.incubator.vector is there");
    }
    String fix = "Start with ./vae, or with java --add-modules=jdk.incubator.vector.";
    return Diagnosis.warn("vector module", "absent: training is several times slower", fix);
  }

  static Diagnosis vectorWidth(Optional<Integer> bits) {
    if (bits.isEmpty()) {
      return Diagnosis.warn("vector width", "unknown without the vector module", "");
    }
    String found = bits.get() + " bits, " + bits.get() / Float.SIZE + " floats";
    if (bits.get() >= 128) {
      return Diagnosis.ok("vector width", found);
    }
    String fix = "Remove -XX:UseAVX, -XX:UseSSE and -XX:-EnableVectorSupport from the JVM's flags.";
    return Diagnosis.warn("vector width", found, fix);
  }

  static Diagnosis fusedMultiplyAdd(FusedMultiplyAdd.Kind kind) {
    return switch (kind) {
      case HARDWARE -> Diagnosis.ok("fma", "in hardware");
      case UNKNOWN -> Diagnosis.ok("fma", "this JVM does not say; its own is used");
      case SOFTWARE ->
          Diagnosis.warn(
              "fma",
              "exact, in software: results are the same, and training is many times slower",
              "Use a processor with FMA3 or NEON, without -XX:UseAVX=0 or -XX:-UseFMA; in a virtual"
                  + " machine, pass the CPU through.");
    };
  }

  /** What a run takes that asks for no kernels by name. */
  private static Diagnosis kernels() {
    try (KernelSet chosen = KernelSet.choose(KernelSet.Choice.AUTO, 1)) {
      return kernels(chosen.name(), chosen.reason());
    }
  }

  static Diagnosis kernels(String name, String reason) {
    String found = name + ": " + reason;
    if (name.equals("scalar")) {
      return Diagnosis.warn(
          "kernels", found, "Mend what it names: training is several times faster with simd.");
    }
    return Diagnosis.ok("kernels", found);
  }

  /**
   * @param heapLimit bytes that the JVM may take for objects
   * @param machine bytes of the machine or its container; 0 where unknown
   */
  static Diagnosis memory(long heapLimit, long machine) {
    String found = "heap up to %s".formatted(gibibytes(heapLimit));
    if (machine > 0) {
      found += " of " + gibibytes(machine);
    }
    if (heapLimit >= GIB) {
      return Diagnosis.ok("memory", found);
    }
    String fix = "Give the JVM more with VAE_JAVA_OPTS=-Xmx4g, or the container more memory.";
    return Diagnosis.warn("memory", found + ", little for images", fix);
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }

  private static long machineMemory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system == null ? 0 : system.getTotalMemorySize();
  }

  static Diagnosis runsFolder(Path runs) {
    Path nearest = runs.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    String fix = "Choose another folder with --runs DIR, or change its permissions.";
    if (!Files.isDirectory(nearest)) {
      return Diagnosis.fail("runs folder", nearest + " is not a folder", fix);
    }
    try {
      Files.delete(Files.createTempFile(nearest, ".vae-doctor", null));
    } catch (IOException e) {
      return Diagnosis.fail("runs folder", nearest + " cannot be written: " + e, fix);
    }
    boolean there = Files.exists(runs);
    return Diagnosis.ok("runs folder", runs + (there ? " can be written" : " can be made"));
  }

  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .reduce((first, second) -> first + " and " + second)
        .orElse("no collector");
  }

  /** By reflection: the module may be absent, and only the kernels may depend on it. */
  private static Optional<Integer> vectorBits() {
    try {
      Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
      Object preferred = shape.getMethod("preferredShape").invoke(null);
      return Optional.of((Integer) shape.getMethod("vectorBitSize").invoke(preferred));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }
}
