package vae.data.source;

import java.util.Optional;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;
import vae.data.format.Elements;
import vae.data.format.Idx;
import vae.data.format.Limits;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.transform.Binarization;

/**
 * Examples from an IDX file, the format of MNIST; the first axis counts examples, the others are
 * their shape.
 *
 * <p>A folder stands for all of its files one after another, in the order of their names. A plain
 * file that would fill much of the heap is mapped instead of read: data may be larger than memory.
 */
public record IdxFile(Spec spec) implements DataSource {

  @Describe("Examples from an IDX file, the format of MNIST; the first axis counts examples.")
  public record Spec(
      @Describe(
              "The IDX file, plain or gzip, or a folder of them in the order of their names;"
                  + " absolute, or from the working or data folder.")
          String images,
      @Describe("The IDX file of labels, one integer per example; empty for none.") @Default("\"\"")
          String labels,
      @Describe("What values are divided by; above 0. 255 takes bytes to [0, 1].") @Default("255")
          double scale,
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("How many examples of the file validate and test; the rest train.") SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      FileSpec.require("images", images, "a file", scale, limit);
    }
  }

  @Override
  public Dataset load(Locations where) {
    Elements values =
        Elements.concatenated(
            spec.images(),
            where.files(spec.images(), "").stream()
                .map(file -> Idx.open(file, Limits.standard()))
                .toList());
    Optional<RawArray> labels =
        spec.labels().isEmpty()
            ? Optional.empty()
            : Optional.of(
                RawArray.concatenated(
                    spec.labels(),
                    where.files(spec.labels(), "").stream()
                        .map(file -> Idx.read(file, Limits.standard()))
                        .toList()));
    Content content =
        Content.of(spec.images(), values, (float) spec.scale(), labels, spec.labels(), false);
    return Dataset.split("idx", content, spec.split(), spec.limit());
  }
}
