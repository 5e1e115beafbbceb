package vae.experiments.reproduction;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
import vae.experiments.run.verification.Verdict;

/** Compares the arrays of two runs, and what their files say besides. */
record ArrayComparison(RunPair runs) {

  /** Arrays and metadata but the seal, which follows from them and from the order in the file. */
  Optional<Verdict.Different> of(String name) throws IOException {
    if (!runs.both(name)) {
      return Optional.empty();
    }
    SafeTensors one = SafeTensors.read(runs.firstFolder().file(name));
    SafeTensors other = SafeTensors.read(runs.secondFolder().file(name));
    for (String array : names(one.entries().keySet(), other.entries().keySet())) {
      SafeTensorsEntry left = one.entries().get(array);
      SafeTensorsEntry right = other.entries().get(array);
      if (left == null || right == null || !same(left, right)) {
        if (right != null && isByAnotherRate(array)) {
          runs.skip(name + " " + array);
          continue;
        }
        return runs.different(name + " " + array, shown(left, right), shown(right, left));
      }
    }
    for (String key : names(one.metadata().keySet(), other.metadata().keySet())) {
      String left = one.metadata().get(key);
      String right = other.metadata().get(key);
      if (!Objects.equals(left, right) && !key.equals(SafeTensors.SEAL_KEY)) {
        return runs.different(name + " " + key, left, right);
      }
    }
    return runs.compare(name + " seal", one.sealed(), other.sealed());
  }

  /** Versions before 0.2.0 took the rate of a coordinate against N(0, 1), whatever the prior. */
  private boolean isByAnotherRate(String array) {
    return List.of("rate_per_dimension", "traversal").contains(array)
        && runs.first().provenance().code().isBeforeEvidence()
        && !runs.first().experiment().at("/prior/type").asString("").equals("standard-normal");
  }

  /** A later version may write more. */
  private SortedSet<String> names(Set<String> one, Set<String> other) {
    SortedSet<String> names = new TreeSet<>(one);
    if (runs.sameVersion()) {
      names.addAll(other);
    }
    return names;
  }

  static boolean same(SafeTensorsEntry one, SafeTensorsEntry other) {
    return one.type() == other.type()
        && Arrays.equals(one.shape(), other.shape())
        && Objects.deepEquals(one.values(), other.values());
  }

  /** Type and shape, and the first element that the other has not; either may be null. */
  static String shown(SafeTensorsEntry entry, SafeTensorsEntry other) {
    if (entry == null) {
      return "no such array";
    }
    String kind = entry.type() + " " + Arrays.toString(entry.shape());
    if (other == null || other.type() != entry.type() || other.size() != entry.size()) {
      return kind;
    }
    for (int i = 0; i < entry.size(); i++) {
      Object element = Array.get(entry.values(), i);
      if (!element.equals(Array.get(other.values(), i))) {
        return "%s, element %d is %s".formatted(kind, i, element);
      }
    }
    return kind;
  }
}
