package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TeamTest {

  @Test
  void everyPartRunsOnceAndAShareOnOneThread() {
    for (int threads = 1; threads <= 5; threads++) {
      try (Team team = Team.of(threads)) {
        for (int parts = 0; parts <= 12; parts++) {
          Thread[] ranOn = new Thread[parts];
          int[] runs = new int[parts];
          team.run(
              parts,
              part -> {
                runs[part]++;
                ranOn[part] = Thread.currentThread();
              });
          int[] once = new int[parts];
          Arrays.fill(once, 1);
          assertArrayEquals(once, runs);
          for (int part = 0; part < parts; part++) {
            assertSame(ranOn[part % threads], ranOn[part]);
          }
          if (parts > 0) {
            assertSame(Thread.currentThread(), ranOn[0]);
          }
        }
      }
    }
  }

  /** Each part waits for all the others, which ends only if every thread runs one. */
  @Test
  void sharesRunSideBySide() {
    try (Team team = Team.of(4)) {
      for (int run = 0; run < 50; run++) {
        assertEquals(4, Set.of(threadsOf(team)).size());
      }
    }
  }

  @Test
  void manyTinyRunsLoseNothing() {
    try (Team team = Team.of(3)) {
      long[] counts = new long[6 * 16];
      Team.Task count = part -> counts[part * 16]++;
      for (int run = 0; run < 20_000; run++) {
        team.run(6, count);
      }
      for (int part = 0; part < 6; part++) {
        assertEquals(20_000, counts[part * 16]);
      }
    }
  }

  @Test
  void runsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Team team = Team.of(2)) {
      Team.Task nothing = part -> {};
      for (int run = 0; run < 1000; run++) {
        team.run(2, nothing);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < 1000; run++) {
        team.run(2, nothing);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 1000, () -> allocated + " bytes in a thousand runs");
    }
  }

  @Test
  void runsAfterPausesWakeParkedThreads() throws InterruptedException {
    try (Team team = Team.of(3)) {
      AtomicInteger ran = new AtomicInteger();
      for (int run = 0; run < 20; run++) {
        Thread.sleep(5);
        team.run(3, part -> ran.incrementAndGet());
      }
      assertEquals(60, ran.get());
    }
  }

  @Test
  void callerThatParksIsWoken() {
    try (Team team = Team.of(2)) {
      AtomicInteger slow = new AtomicInteger();
      for (int run = 0; run < 10; run++) {
        CountDownLatch begun = new CountDownLatch(1);
        team.run(
            2,
            part -> {
              if (part == 0) {
                await(begun);
              } else {
                begun.countDown();
                sleep(5);
                slow.incrementAndGet();
              }
            });
        assertEquals(run + 1, slow.get());
      }
    }
  }

  @Test
  void theExceptionOfTheLowestFailedPartIsThrownAndTheTeamGoesOn() {
    try (Team team = Team.of(3)) {
      for (int run = 0; run < 200; run++) {
        IllegalArgumentException thrown =
            assertThrows(
                IllegalArgumentException.class,
                () ->
                    team.run(
                        9,
                        part -> {
                          if (part == 4 || part == 5 || part == 7) {
                            throw new IllegalArgumentException("part " + part);
                          }
                        }));
        assertEquals("part 4", thrown.getMessage());
      }
      AssertionError error =
          assertThrows(
              AssertionError.class,
              () ->
                  team.run(
                      2,
                      part -> {
                        throw new AssertionError(part);
                      }));
      assertEquals("0", error.getMessage());
      AtomicInteger ran = new AtomicInteger();
      team.run(9, part -> ran.incrementAndGet());
      assertEquals(9, ran.get());
    }
  }

  @Test
  void nestedRunsStayOnTheirThread() {
    try (Team team = Team.of(3)) {
      AtomicInteger ran = new AtomicInteger();
      team.run(
          3,
          part -> {
            Thread outer = Thread.currentThread();
            team.run(
                4,
                inner -> {
                  assertSame(outer, Thread.currentThread());
                  ran.incrementAndGet();
                });
          });
      assertEquals(12, ran.get());
    }
  }

  @Test
  void anInterruptedCallerStillWaitsAndStaysInterrupted() {
    try (Team team = Team.of(2)) {
      AtomicInteger ran = new AtomicInteger();
      CountDownLatch begun = new CountDownLatch(1);
      Thread.currentThread().interrupt();
      team.run(
          2,
          part -> {
            if (part == 0) {
              while (begun.getCount() > 0) {
                Thread.onSpinWait();
              }
            } else {
              begun.countDown();
              sleep(20);
            }
            ran.incrementAndGet();
          });
      assertEquals(2, ran.get());
      assertTrue(Thread.interrupted(), "the interrupt belongs to the caller");
    }
  }

  @Test
  void closeEndsTheThreads() {
    for (int pause : new int[] {0, 10}) {
      Team team = Team.of(3);
      Thread[] threads = threadsOf(team);
      sleep(pause);
      team.close();
      team.close();
      assertFalse(threads[1].isAlive());
      assertFalse(threads[2].isAlive());
      assertThrows(IllegalStateException.class, () -> team.run(3, part -> {}));
    }
  }

  @Test
  void closingFromAPartIsRefused() {
    Team team = Team.of(2);
    assertThrows(IllegalStateException.class, () -> team.run(2, part -> team.close()));
    team.close();
  }

  @Test
  void sizesOutsideTheRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Team.of(0));
    assertThrows(IllegalArgumentException.class, () -> Team.of(Team.MAX_THREADS + 1));
  }

  /** A thread per part, all held until each has begun. */
  private static Thread[] threadsOf(Team team) {
    Thread[] threads = new Thread[team.threads()];
    CountDownLatch begun = new CountDownLatch(threads.length);
    team.run(
        threads.length,
        part -> {
          threads[part] = Thread.currentThread();
          begun.countDown();
          await(begun);
        });
    return threads;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
