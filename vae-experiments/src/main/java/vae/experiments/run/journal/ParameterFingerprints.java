package vae.experiments.run.journal;

import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.FingerprintKernels;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;

/** Fingerprints of parameters of either element type. */
public final class ParameterFingerprints {

  private final FingerprintKernels<float[]> floats;
  private final FingerprintKernels<double[]> doubles;

  public ParameterFingerprints(KernelSet kernels) {
    floats = kernels.f32().fingerprints();
    doubles = kernels.f64().fingerprints();
  }

  public long of(Parameter parameter) {
    return of(parameter.value());
  }

  public long of(NdArray value) {
    int size = value.shape().size();
    return value.type() == DType.F32
        ? floats.fingerprint(value.floats(), size)
        : doubles.fingerprint(value.doubles(), size);
  }
}
