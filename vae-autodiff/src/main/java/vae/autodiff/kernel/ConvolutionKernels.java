package vae.autodiff.kernel;

/**
 * Convolutions of batches of images, channels last, and their gradients.
 *
 * <p>Three kernels serve six purposes, because a transposed convolution is the adjoint of a
 * convolution with the same weight [kh, kw, C, O]: each of them is the other's gradient by its
 * input, and both have the same gradient by the weight. {@link ConvolutionGeometry} names the
 * images; all arrays are dense and row-major.
 *
 * <p>Every element is one chain of fma in the order that its kernel states, starting from 0 or from
 * what is there. The zeros outside an image take part in the chains, as fma(0, w, sum), so that an
 * infinite weight shows at the border as it does elsewhere.
 */
public interface ConvolutionKernels<A> {

  /**
   * y = x ⋆ w or y += x ⋆ w, the convolution: \[ y_{n,p,q,o} = \sum_{i,j,c}
   * x_{n,\,sp+i-m,\,sq+j-m,\,c} \, w_{i,j,c,o} \] with stride s and padding m; a chain over (i, j,
   * c), in order.
   *
   * @param x wide, [N, H, W, C]
   * @param w [kh, kw, C, O]
   * @param y narrow, [N, OH, OW, O]
   */
  void convolve(ConvolutionGeometry g, A x, A w, A y, boolean accumulate);

  /**
   * x = its adjoint of y or x += it, the transposed convolution: \[ x_{n,u,v,c} = \sum_{i,j,o}
   * y_{n,\,(u+m-i)/s,\,(v+m-j)/s,\,o} \, w_{i,j,c,o} \] over those i and j for which both quotients
   * are whole; a chain over (i, j, o), in order. Where no i or no j is left, the sum is 0.
   *
   * @param y narrow, [N, OH, OW, O]
   * @param w [kh, kw, C, O]
   * @param x wide, [N, H, W, C]
   */
  void transposed(ConvolutionGeometry g, A y, A w, A x, boolean accumulate);

  /**
   * dw += the gradient of ⟨x ⋆ w, dy⟩ by w: \[ dw_{i,j,c,o} \mathrel{+}= \sum_{n,p,q}
   * x_{n,\,sp+i-m,\,sq+j-m,\,c} \, dy_{n,p,q,o} \] a chain over (n, p, q), in order.
   *
   * @param x wide, [N, H, W, C]
   * @param dy narrow, [N, OH, OW, O]
   * @param dw [kh, kw, C, O]
   */
  void weightGradient(ConvolutionGeometry g, A x, A dy, A dw);
}
