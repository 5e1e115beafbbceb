package vae.autodiff.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.ieee.FusedMultiplyAdd;

/**
 * The kernels of a run, with the reason for their choice: all providers give the same bits, so the
 * choice is one of speed.
 */
public final class KernelSet implements AutoCloseable {

  public enum Choice {
    /** SIMD where the JVM has it, else scalar, with a warning that says why. */
    AUTO,
    /** SIMD, or an error. */
    SIMD,
    SCALAR
  }

  private static final Logger LOG = LogManager.getLogger(KernelSet.class);
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final String name;
  private final String reason;
  private final Team team;
  private final Kernels<float[]> f32;
  private final Kernels<double[]> f64;

  private KernelSet(KernelFactory factory, String reason, int threads) {
    name = factory.name();
    this.reason = reason;
    team = Team.of(threads);
    f32 = factory.f32(team);
    f64 = factory.f64(team);
  }

  private KernelSet(KernelSet inner, Kernels<float[]> f32, Kernels<double[]> f64) {
    name = inner.name;
    reason = inner.reason;
    team = inner.team;
    this.f32 = f32;
    this.f64 = f64;
  }

  /**
   * Chooses a provider and starts its threads. The first time in a JVM that is slow, a warning says
   * why.
   *
   * @param threads ≥ 1; never changes a result
   * @throws IllegalStateException where the provider that was asked for is missing, saying how to
   *     get it
   */
  public static KernelSet choose(Choice choice, int threads) {
    List<KernelFactory> factories =
        ServiceLoader.load(KernelFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(factory -> choice == Choice.AUTO || isNamed(factory, choice))
            .sorted(Comparator.comparingInt(KernelFactory::rank).reversed())
            .toList();
    String missing = "no provider of that name is on the class path";
    StringBuilder passedOver = new StringBuilder();
    for (KernelFactory factory : factories) {
      Optional<String> problem = factory.unavailable();
      if (problem.isEmpty()) {
        if (!WARNED.getAndSet(true)) {
          SlowJvm.warning(SlowJvm.compiler(), FusedMultiplyAdd.kind()).ifPresent(LOG::warn);
        }
        return new KernelSet(factory, factory.describe() + passedOver, threads);
      }
      missing = problem.get();
      passedOver.append("; not ").append(factory.name()).append(": ").append(missing);
      if (choice == Choice.AUTO) {
        LOG.warn("{} kernels are not available, slower ones are used: {}", factory.name(), missing);
      }
    }
    throw new IllegalStateException(
        "kernels \"%s\" are not available: %s".formatted(nameOf(choice), missing));
  }

  private static boolean isNamed(KernelFactory factory, Choice choice) {
    return factory.name().equals(nameOf(choice));
  }

  private static String nameOf(Choice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** {@code simd} or {@code scalar}. */
  public String name() {
    return name;
  }

  /**
   * What the provider runs on, with the kind of its fma, and why no faster one was chosen: "512-bit
   * vectors" or "plain loops, exact fma in software; not simd: expected…".
   */
  public String reason() {
    return reason;
  }

  public int threads() {
    return team.threads();
  }

  /** Kernels for training. */
  public Kernels<float[]> f32() {
    return f32;
  }

  /** Kernels for verification. */
  public Kernels<double[]> f64() {
    return f64;
  }

  /**
   * The same provider and threads behind other kernels, such as ones that measure each call; to
   * close either set ends the threads of both.
   *
   * @param f32 puts something in front of the kernels for training that gives the same bits
   * @param f64 the same for those for verification
   */
  public KernelSet decorated(
      UnaryOperator<Kernels<float[]>> f32, UnaryOperator<Kernels<double[]>> f64) {
    return new KernelSet(this, f32.apply(this.f32), f64.apply(this.f64));
  }

  @Override
  public void close() {
    team.close();
  }

  @Override
  public String toString() {
    return "%s (%s), %d threads".formatted(name, reason, team.threads()).toLowerCase(Locale.ROOT);
  }
}
