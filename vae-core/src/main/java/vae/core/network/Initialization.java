package vae.core.network;

import vae.autodiff.nn.Initializer;

/** How the weights of a network start; biases start at 0 unless said otherwise. */
public enum Initialization {
  /** Uniform on ±√(6 / (in + out)). Source: Glorot and Bengio (2010). */
  GLOROT_UNIFORM,
  /** Normal with variance 2 / in. Source: He et al. (2015). */
  KAIMING_NORMAL,
  /** Uniform on ±√(6 / in). Source: He et al. (2015). */
  KAIMING_UNIFORM,
  /** Normal with variance 1 / in. Source: LeCun et al. (1998), Efficient BackProp, eq. 16. */
  LECUN_NORMAL,
  /** Weights and biases uniform on ±1/√in: PyTorch's default for linear layers. */
  FAN_IN_UNIFORM;

  public Initializer weight(int in) {
    return switch (this) {
      case GLOROT_UNIFORM -> Initializer.glorotUniform();
      case KAIMING_NORMAL -> Initializer.kaimingNormal();
      case KAIMING_UNIFORM -> Initializer.kaimingUniform();
      case LECUN_NORMAL -> Initializer.lecunNormal();
      case FAN_IN_UNIFORM -> Initializer.fanInUniform(in);
    };
  }

  /** For biases of a layer with {@code in} inputs. */
  public Initializer bias(int in) {
    return this == FAN_IN_UNIFORM ? Initializer.fanInUniform(in) : Initializer.zeros();
  }
}
