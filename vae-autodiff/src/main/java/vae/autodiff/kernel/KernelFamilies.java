package vae.autodiff.kernel;

/** The kernels of a provider beside its {@link Kernels}, by what they are for. */
public record KernelFamilies<A>(
    RowKernels<A> rows,
    GaussianKernels<A> gaussian,
    OptimizerKernels<A> optimizers,
    SparseKernels<A> sparse,
    NoiseKernels<A> noise,
    NormalizationKernels<A> normalization,
    ConvolutionKernels<A> convolution,
    FingerprintKernels<A> fingerprints) {}
