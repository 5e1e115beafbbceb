package vae.autodiff.kernel;

/**
 * The numbers of one step of Adam.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param rate the learning rate divided by 1−β₁ᵗ
 * @param scale 1/√(1−β₂ᵗ)
 * @param epsilon ε &gt; 0
 */
public record AdamStep(double beta1, double beta2, double rate, double scale, double epsilon) {}
