package vae.autodiff.kernel;

/** Functions of two elements. */
public enum Binary {
  /** \(a + b\). */
  ADD,
  /** \(a - b\). */
  SUBTRACT,
  /** \(a b\). */
  MULTIPLY,
  /** \(a / b\). */
  DIVIDE,
  /** \(a\) where \(a > b\), else \(b\). */
  MAXIMUM,
  /** 1 where \(a > b\), else 0. */
  GREATER
}
