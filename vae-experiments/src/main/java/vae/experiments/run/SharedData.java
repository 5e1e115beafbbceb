package vae.experiments.run;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import vae.data.source.Dataset;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Resolved;

/**
 * Data sets that several runs of one process train on, loaded once: they are immutable.
 *
 * <p>Known by the canonical text of {@code data} in the spec. The last {@value #MAX_KEPT} stay
 * while there is memory for them. A file that is changed meanwhile is not read again, and refused
 * where it is mapped.
 */
public final class SharedData {

  private static final int MAX_KEPT = 8;

  private final Map<String, Entry> entries = new LinkedHashMap<>(MAX_KEPT, 0.75f, true);
  private final int most;

  public SharedData() {
    this(MAX_KEPT);
  }

  private SharedData(int most) {
    this.most = most;
  }

  public static SharedData none() {
    return new SharedData(0);
  }

  /** One data set; who asks for it while it is loaded waits. */
  private static final class Entry {

    private SoftReference<Dataset> known = new SoftReference<>(null);

    private synchronized Dataset get(Supplier<Dataset> load) {
      Dataset data = known.get();
      if (data == null) {
        data = load.get();
        known = new SoftReference<>(data);
      } else {
        data.requireUnchanged();
      }
      return data;
    }
  }

  /** The data of the experiment, loaded where they are not known. */
  public Dataset of(Resolved experiment, Supplier<Dataset> load) {
    return entry(CanonicalJson.of(experiment.tree().path("data"))).get(load);
  }

  private synchronized Entry entry(String key) {
    Entry entry = entries.computeIfAbsent(key, _ -> new Entry());
    Iterator<String> oldest = entries.keySet().iterator();
    while (entries.size() > most) {
      oldest.next();
      oldest.remove();
    }
    return entry;
  }
}
