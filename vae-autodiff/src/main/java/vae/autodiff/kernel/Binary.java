package vae.autodiff.kernel;

/** Functions of two elements. */
public enum Binary {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  /** \(a\) where \(a > b\), else \(b\). */
  MAXIMUM,
  /** 1 where \(a > b\), else 0. */
  GREATER
}
