package vae.data.source;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;
import vae.data.format.Csv;
import vae.data.format.Elements;
import vae.data.format.Limits;
import vae.data.missing.MissingValues;
import vae.data.transform.Binarization;

/** Examples from a file of comma-separated numbers, one per line. */
public record CsvFile(Spec spec) implements DataSource {

  /**
   * The files and how to use them.
   *
   * @param labels {@code none}, {@code first}, {@code last}, or a column's name
   */
  @Describe("Examples from a file of comma-separated numbers, one per line.")
  public record Spec(
      @Describe("The file, plain or gzip; absolute, or from the working or data folder.")
          String path,
      @Describe("Whether the first line holds the columns' names.") @Default("false")
          boolean header,
      @Describe("The column of labels: none, first, last, or its name in the header.")
          @Default("\"none\"")
          String labels,
      @Describe("What values are divided by; above 0.") @Default("1") double scale,
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("How many examples of the file validate and test; the rest train.") SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      FileSpec.require("path", path, "a file", scale, limit);
    }
  }

  @Override
  public Dataset load(Locations where) {
    Csv.Options options =
        new Csv.Options(spec.header(), spec.labels(), spec.missing().toleratesNaN());
    Csv.Table table = Csv.read(where.file(spec.path()), options, Limits.standard());
    Content content =
        Content.of(
            spec.path(),
            Elements.of(spec.path(), table.values()),
            (float) spec.scale(),
            table.labels(),
            spec.path(),
            spec.missing().toleratesNaN());
    return Dataset.split("csv", content, spec.split(), spec.limit()).withColumns(table.columns());
  }
}
