/**
 * Functions of a trained model as ONNX graphs.
 *
 * <p>A function is recorded on a tape for several numbers of rows; {@link
 * vae.experiments.export.onnx.Traced} compares the recordings and finds out which extents grow with
 * the rows, {@link vae.experiments.export.onnx.OnnxOps} has a form in ONNX for each operation of
 * {@code vae.autodiff.op}, and {@link vae.experiments.export.onnx.OnnxGraph} gathers nodes. What
 * has no form is refused by a {@link vae.experiments.export.onnx.NoFormException}: no component
 * needs to know of ONNX. Start at {@code Traced}. May depend on {@code vae.autodiff} and the
 * messages of ONNX.
 */
package vae.experiments.export.onnx;
