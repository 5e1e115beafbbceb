/**
 * Finished runs and data sets for other tools, one type per format: {@link
 * vae.experiments.export.NpzExport} for NumPy, {@link vae.experiments.export.CsvExport} for tables,
 * {@link vae.experiments.export.OnnxExport} for runtimes of ONNX, {@link
 * vae.experiments.export.TensorBoardExport} for its curves, {@link
 * vae.experiments.export.DatasetExport} for the split and binarized data themselves.
 *
 * <p>A run is verified before it comes here; its folder is read and never changed. What writes ONNX
 * operation by operation is in {@code export.onnx}. Start at {@code NpzExport}. May depend on
 * {@code run}, {@code recorded}, {@code folder}, {@code training}, {@code quantity} and the CSV of
 * {@code sweep.table}.
 */
package vae.experiments.export;
