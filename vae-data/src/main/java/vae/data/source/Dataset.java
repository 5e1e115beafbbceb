package vae.data.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.Fingerprint;
import vae.data.format.MappedFile;
import vae.data.missing.Known;
import vae.data.missing.MissingValues;
import vae.data.transform.Binarization;

/** A data set, split into three parts; immutable. */
public final class Dataset {

  private static final String SPLIT_PURPOSE = "split";

  private final String name;
  private final List<Content> contents;
  private final Examples train;
  private final Examples validation;
  private final Examples test;
  private final List<String> classes;
  private final List<String> columns;
  private final List<String> notes;

  /** Found when it is first asked for: reads all of the data. */
  private volatile String sha256;

  private Dataset(
      String name, List<Content> contents, Examples train, Examples validation, Examples test) {
    this(name, contents, train, validation, test, List.of(), List.of(), List.of());
  }

  private Dataset(
      String name,
      List<Content> contents,
      Examples train,
      Examples validation,
      Examples test,
      List<String> classes,
      List<String> columns,
      List<String> notes) {
    this.classes = List.copyOf(classes);
    this.columns = List.copyOf(columns);
    this.notes = List.copyOf(notes);
    this.name = name;
    this.contents = contents;
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  /**
   * All three parts taken from one source; see {@link SplitSpec}.
   *
   * @param limit the first N training examples, in the order of the source; 0 for all
   * @throws SpecException where the split leaves no example to train on
   */
  public static Dataset split(String name, Content content, SplitSpec split, int limit) {
    int testing = split.test() + split.gapBefore(split.test());
    int validating = split.validation() + split.gapBefore(split.validation());
    checkHeld(split, (long) testing + validating, split.test(), content.size());
    int[] order = order(split, content.size());
    int tested = content.size() - split.test();
    int validated = content.size() - testing - split.validation();
    return new Dataset(
        name,
        List.of(content),
        new Examples(
            content, first(part(order, 0, content.size() - testing - validating), limit), 0),
        new Examples(content, part(order, validated, split.validation()), 0),
        new Examples(content, part(order, tested, split.test()), 0));
  }

  /**
   * A data set with an official test part; validation examples are drawn from the training ones.
   *
   * @param limit the first N training examples, in the order of the source; 0 for all
   * @throws SpecException where the split asks for more than there is
   */
  public static Dataset official(
      String name, Content training, Content testing, SplitSpec split, int limit) {
    int kept = training.size() - split.validation() - split.gapBefore(split.validation());
    checkHeld(split, (long) training.size() - kept, 0, training.size());
    if (split.test() > testing.size()) {
      throw new SpecException(
          "split.test",
          "at most the " + testing.size() + " official test examples",
          Integer.toString(split.test()),
          "");
    }
    int[] order = order(split, training.size());
    int validated = training.size() - split.validation();
    int[] tested = IntStream.range(0, split.test()).toArray();
    return new Dataset(
        name,
        List.of(training, testing),
        new Examples(training, first(part(order, 0, kept), limit), 0),
        new Examples(training, part(order, validated, split.validation()), 0),
        new Examples(testing, tested, training.size()));
  }

  /**
   * A data set that is published in three parts.
   *
   * @param limit the first N training examples; 0 for all
   */
  public static Dataset inParts(
      String name, Content training, Content validating, Content testing, int limit) {
    int kept = training.size() + validating.size();
    return new Dataset(
        name,
        List.of(training, validating, testing),
        new Examples(training, first(every(training), limit), 0),
        new Examples(validating, every(validating), training.size()),
        new Examples(testing, every(testing), kept));
  }

  private static int[] every(Content content) {
    return IntStream.range(0, content.size()).toArray();
  }

  /**
   * The first {@code train} examples train, the next {@code validation} validate, the rest test.
   *
   * @throws SpecException where the parts ask for more than there is, or train is below 1
   */
  public static Dataset inOrder(String name, Content content, int train, int validation) {
    SplitSpec parts = new SplitSpec(validation, content.size() - train - validation, 0);
    checkHeld(parts, (long) validation + parts.test(), parts.test(), content.size());
    return new Dataset(
        name,
        List.of(content),
        new Examples(content, IntStream.range(0, train).toArray(), 0),
        new Examples(content, IntStream.range(train, train + validation).toArray(), 0),
        new Examples(content, IntStream.range(train + validation, content.size()).toArray(), 0));
  }

  private static void checkHeld(SplitSpec split, long held, int test, int size) {
    if (held >= size) {
      String gaps = split.gap() > 0 ? ", and gaps of " + split.gap() : "";
      throw new SpecException(
          "split",
          "validation and test examples to leave at least 1 of " + size + " to train on",
          "%d and %d%s".formatted(split.validation(), test, gaps),
          "Ask for fewer.");
    }
  }

  private static int[] order(SplitSpec split, int size) {
    return split.by() == SplitSpec.By.BLOCKS
        ? IntStream.range(0, size).toArray()
        : Permutation.of(Key.of(split.seed()).fold(SPLIT_PURPOSE), size);
  }

  private static int[] part(int[] order, int from, int count) {
    int[] rows = Arrays.copyOfRange(order, from, from + count);
    Arrays.sort(rows);
    return rows;
  }

  private static int[] first(int[] rows, int limit) {
    return limit == 0 || limit >= rows.length ? rows : Arrays.copyOf(rows, limit);
  }

  /**
   * Refuses a binarization that takes values for probabilities where they are not.
   *
   * @return this
   * @throws SpecException where a value lies outside [0, 1] and the binarization needs it inside
   */
  public Dataset fitFor(Binarization binarization) {
    if (binarization.needsProbabilities()) {
      for (Content content : contents) {
        float[] range = content.range();
        if (range[0] < 0 || range[1] > 1) {
          throw new SpecException(
              "binarization",
              "values in [0, 1] to draw from",
              "values from " + range[0] + " to " + range[1],
              "Rescale the data, or use {\"type\": \"threshold\"} or {\"type\": \"none\"}.");
        }
      }
    }
    return this;
  }

  /**
   * The same data, of which only some values are known; itself where all are.
   *
   * @param known of which
   * @param missing the fill, and which parts lose values
   * @throws DataException where nothing of an example is known, or a known value is not finite
   */
  public Dataset knowing(Known known, MissingValues.Spec missing) {
    Map<Content, Content> partly = new IdentityHashMap<>();
    List<Content> all = new ArrayList<>();
    long first = 0;
    for (Content content : contents) {
      BitSet whole = missing.trainingOnly() ? held(content) : new BitSet();
      all.add(content.knowing(name, known, first, whole::get));
      partly.put(content, all.getLast());
      first += content.size();
    }
    if (all.equals(contents)) {
      return noting(List.of(Missingness.NONE));
    }
    float[] fill = new float[dimension()];
    if (missing.fill() == MissingValues.Fill.MEAN) {
      double[] mean = train.knowing(partly, fill).mean();
      IntStream.range(0, fill.length).forEach(j -> fill[j] = (float) mean[j]);
    }
    Dataset incomplete =
        new Dataset(
            name,
            all,
            train.knowing(partly, fill),
            validation.knowing(partly, fill),
            test.knowing(partly, fill),
            classes,
            columns,
            notes);
    Map<String, Examples> parts = new LinkedHashMap<>();
    parts.put("training", incomplete.train);
    parts.put("validation", incomplete.validation);
    parts.put("test", incomplete.test);
    parts.values().removeIf(part -> !part.incomplete());
    return incomplete.noting(Missingness.notes(incomplete.train, parts));
  }

  /** The rows of a content that validate or test. */
  private BitSet held(Content content) {
    BitSet held = new BitSet();
    validation.addRows(content, held);
    test.addRows(content, held);
    return held;
  }

  /** Whether any value of any part is missing. */
  public boolean incomplete() {
    return train.incomplete() || validation.incomplete() || test.incomplete();
  }

  /** [n, *], n counting the examples of the whole source. */
  public int[] shape() {
    int examples = contents.stream().mapToInt(Content::size).sum();
    return IntStream.concat(IntStream.of(examples), Arrays.stream(exampleShape())).toArray();
  }

  /** The same data with the names of the classes that labels count from 0. */
  public Dataset withClasses(List<String> names) {
    return copy(names, columns, notes);
  }

  /** The same data with the names of the columns of x; none where they have none. */
  Dataset withColumns(List<String> names) {
    return copy(classes, names, notes);
  }

  /**
   * The same data with a condition for each example. Hashes stay those of the whole data.
   *
   * @param taken columns that leave x
   * @throws SpecException where one of them has missing values
   */
  public Dataset conditionedOn(Covariates condition, int... taken) {
    for (Examples part : List.of(train, validation, test)) {
      for (int i = 0; i < part.size(); i++) {
        for (int j : taken) {
          requireKnown(part, i, j);
        }
      }
    }
    Set<Integer> without = Arrays.stream(taken).boxed().collect(Collectors.toSet());
    int[] kept =
        taken.length == 0
            ? null
            : IntStream.range(0, dimension()).filter(j -> !without.contains(j)).toArray();
    Dataset given =
        new Dataset(
            name,
            contents.stream().map(it -> it.keeping(kept)).toList(),
            train.given(condition, kept),
            validation.given(condition, kept),
            test.given(condition, kept),
            classes,
            List.of(),
            notes);
    given.sha256 = sha256();
    return given;
  }

  private static void requireKnown(Examples part, int i, int j) {
    if (!part.known(i, j)) {
      throw new SpecException(
          "columns",
          "columns that are known of every example",
          "column %d, missing in example %d".formatted(j, part.identity(i)),
          "Take other columns, or leave out the examples that lack them.");
    }
  }

  /**
   * The same data with further notes.
   *
   * @param more sentences without a full stop
   */
  public Dataset noting(List<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return copy(classes, columns, all);
  }

  private Dataset copy(List<String> names, List<String> header, List<String> all) {
    Dataset copy = new Dataset(name, contents, train, validation, test, names, header, all);
    copy.sha256 = sha256;
    return copy;
  }

  /** The names of the classes, by label; empty where they have none. No part of any hash. */
  public List<String> classes() {
    return classes;
  }

  /** The names of the columns of x; empty where they have none. */
  public List<String> columns() {
    return columns;
  }

  /** One more than the largest label of the whole source; 0 where it has none. */
  public int classCount() {
    return contents.stream().mapToInt(Content::classCount).max().orElse(0);
  }

  /** What a reader of results should know of how the data were read. No part of any hash. */
  public List<String> notes() {
    return notes;
  }

  /** The name, as in the slot {@code data}. */
  public String name() {
    return name;
  }

  public int[] exampleShape() {
    return contents.get(0).exampleShape();
  }

  /** Values an example: the product of {@link #exampleShape}. */
  public int dimension() {
    return contents.get(0).dimension();
  }

  /** What elements of the source were divided by; 1 where they are used as they are. */
  public float divisor() {
    return contents.get(0).divisor();
  }

  /** Whether elements of the source are unsigned bytes. */
  public boolean ofBytes() {
    return contents.get(0).ofBytes();
  }

  /** c, numbers that each example is conditioned on; 0 where there is no condition. */
  public int conditionSize() {
    return train.conditionSize();
  }

  /** The part to train on. */
  public Examples train() {
    return train;
  }

  /** The part to choose by; may be empty. */
  public Examples validation() {
    return validation;
  }

  /** The part to report on; may be empty. */
  public Examples test() {
    return test;
  }

  /**
   * Identifies the content: SHA-256 over kind, shape, divisor, elements, labels and factors of the
   * whole source, whatever the split; lower-case hex. Computed once, on the first call.
   */
  public String sha256() {
    if (sha256 == null) {
      sha256 = hash();
    }
    return sha256;
  }

  private String hash() {
    MessageDigest digest = Fingerprint.sha256Digest();
    contents.forEach(content -> content.digest(digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Refuses data that are no longer what {@link #sha256} says. Data in memory never change; where a
   * mapped file's size, times or identity did, its content is read and hashed again. A file that
   * was changed and changed back between two such checks goes unnoticed.
   *
   * @throws DataException where the content is another one, with both hashes, or was cut short
   */
  public void requireUnchanged() {
    List<MappedFile> files = contents.stream().flatMap(it -> it.mappedFiles().stream()).toList();
    String expected = files.isEmpty() ? "" : sha256();
    List<MappedFile.Stamp> stamps = files.stream().map(MappedFile::look).toList();
    List<MappedFile> touched =
        IntStream.range(0, files.size())
            .filter(i -> !files.get(i).isUntouched(stamps.get(i)))
            .mapToObj(files::get)
            .toList();
    if (touched.isEmpty()) {
      return;
    }
    String got = hash();
    if (!got.equals(expected)) {
      throw new DataException(
          touched.getFirst().path().toString(),
          "the data changed while they were in use: expected SHA-256 " + expected + ", got " + got,
          "Nothing computed from them is kept. Leave data files as they are while a run uses them,"
              + " and run again.");
    }
    IntStream.range(0, files.size()).forEach(i -> files.get(i).know(stamps.get(i)));
  }

  /** Identifies the split: SHA-256 over the identities of each part; lower-case hex. */
  public String splitSha256() {
    MessageDigest digest = Fingerprint.sha256Digest();
    for (Examples part : List.of(train, validation, test)) {
      digest.update((part.size() + "\n").getBytes(StandardCharsets.UTF_8));
      Content.digestInChunks(digest, part.size(), i -> (int) part.identity(i));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * What provenance records of the data, in a fixed order; values are strings, lists or numbers.
   * Names of classes and factors, and notes, are there only where there are any.
   */
  public Map<String, Object> describe() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", name);
    description.put("sha256", sha256());
    description.put("splitSha256", splitSha256());
    description.put("exampleShape", Arrays.stream(exampleShape()).boxed().toList());
    description.put("train", train.size());
    description.put("validation", validation.size());
    description.put("test", test.size());
    description.put("labelled", train.labelled());
    if (!classes.isEmpty()) {
      description.put("classes", classes);
    }
    if (!train.factors().isEmpty()) {
      description.put("factors", train.factors().stream().map(Factor::name).toList());
    }
    if (!notes.isEmpty()) {
      description.put("notes", notes);
    }
    return Collections.unmodifiableMap(description);
  }

  /**
   * The mean of each coordinate over the training part, of length {@link #dimension}: elements are
   * added in the order of the source in double arithmetic (exactly, where they are bytes), then
   * divided.
   */
  public double[] trainMean() {
    return train.mean();
  }
}
