package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.GemmCase;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

final class VectorGemmProperties {

  private static final List<Team> TEAMS = List.of(Team.of(1), Team.of(2), Team.of(3), Team.of(5));
  private static final ScalarFloatKernels SCALAR = new ScalarFloatKernels();
  private static final List<VectorGemm> PRODUCTS = TEAMS.stream().map(VectorGemm::new).toList();

  @AfterContainer
  static void endTeams() {
    TEAMS.forEach(Team::close);
  }

  /** Sizes near multiples of 4, 8, 16 and 48, where tiles and lanes begin and end. */
  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 3),
        Arbitraries.integers().between(1, 70),
        Arbitraries.of(15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65));
  }

  @Property(seed = "21", tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void agreesWithScalarBitForBit(
      @ForAll("sizes") int m, @ForAll("sizes") int n, @ForAll("sizes") int k, @ForAll long seed) {
    assertAgrees(PRODUCTS.getFirst(), new GemmCase(m, n, k, seed, 0));
  }

  @Property(seed = "22", tries = 1500, edgeCases = EdgeCasesMode.NONE)
  void agreesOnNaNsInfinitiesAndSignedZeros(
      @ForAll("sizes") int m,
      @ForAll("sizes") int n,
      @ForAll("sizes") int k,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int percent) {
    assertAgrees(PRODUCTS.getFirst(), new GemmCase(m, n, k, seed, 0.0004 * percent * percent));
  }

  @Property(seed = "23", tries = 60, edgeCases = EdgeCasesMode.NONE)
  void teamsOfAnySizeAgree(
      @ForAll @IntRange(min = 1, max = 200) int m,
      @ForAll @IntRange(min = 1, max = 200) int n,
      @ForAll @IntRange(min = 30, max = 300) int k,
      @ForAll long seed) {
    assertAllAgree(new GemmCase(m, n, k, seed, 0.001));
  }

  /** Beyond the blocks of rows and of k. */
  @Property(seed = "24", tries = 48, edgeCases = EdgeCasesMode.NONE)
  void largeProductsAgree(@ForAll @IntRange(max = 3) int which, @ForAll long seed) {
    int[][] shapes = {{130, 403, 790}, {530, 20, 400}, {20, 400, 513}, {300, 50, 260}};
    int[] shape = shapes[which];
    assertAllAgree(new GemmCase(shape[0], shape[1], shape[2], seed, 0));
  }

  @Example
  void callersOnSeveralThreadsDoNotDisturbEachOther() throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < 3; caller++) {
      long seed = caller;
      callers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler(
                  (thread, thrown) -> {
                    synchronized (failures) {
                      failures.add(thrown);
                    }
                  })
              .start(
                  () -> {
                    for (int round = 0; round < 20; round++) {
                      assertAgrees(PRODUCTS.get(1), new GemmCase(90, 70, 80, seed + round, 0));
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertArrayEquals(new Object[0], failures.toArray());
  }

  @Example
  void productsInsideAPartOfTheSameTeamAgree() {
    TEAMS.get(2).run(7, part -> assertAgrees(PRODUCTS.get(2), new GemmCase(120, 90, 60, part, 0)));
  }

  @Example
  void matricesOutsideTheirArraysAreRefused() {
    MatrixView<float[]> six = MatrixView.of(new float[6], 0, 3);
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> PRODUCTS.getFirst().multiply(2, 3, 3, six, six.transpose(), six, false));
  }

  private static void assertAllAgree(GemmCase drawn) {
    int[] expected = drawn.bits(SCALAR::gemm);
    for (VectorGemm product : PRODUCTS) {
      assertArrayEquals(expected, drawn.bits(product::multiply), drawn::toString);
    }
  }

  private static void assertAgrees(VectorGemm product, GemmCase drawn) {
    assertArrayEquals(drawn.bits(SCALAR::gemm), drawn.bits(product::multiply), drawn::toString);
  }
}
