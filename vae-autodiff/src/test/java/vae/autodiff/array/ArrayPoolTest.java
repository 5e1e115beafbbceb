package vae.autodiff.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;

class ArrayPoolTest {

  @Test
  void whatIsGivenBackIsTakenAgain() {
    ArrayPool<float[]> pool = new ArrayPool<>(float[]::new);
    float[] first = pool.take(5);
    assertNotSame(first, pool.take(5));
    pool.give(first, 5);
    assertSame(first, pool.take(5));
    assertEquals(10, pool.allocatedElements());
  }

  /** Sizes arrive in any order; arrays in use at one time are all different ones. */
  @Test
  void everyArrayHasTheSizeAskedForAndOneUser() {
    ArrayPool<double[]> pool = new ArrayPool<>(double[]::new);
    long allocated = 0;
    for (int round = 0; round < 3; round++) {
      Set<double[]> users = Collections.newSetFromMap(new IdentityHashMap<>());
      List<double[]> taken = new ArrayList<>();
      for (int n : Permutation.of(Key.of(round), 50)) {
        for (int copy = 0; copy < 2; copy++) {
          double[] array = pool.take(n);
          assertEquals(n, array.length);
          users.add(array);
          taken.add(array);
        }
      }
      assertEquals(100, users.size());
      taken.forEach(array -> pool.give(array, array.length));
      allocated = round == 0 ? pool.allocatedElements() : allocated;
      assertEquals(allocated, pool.allocatedElements());
    }
  }
}
