package vae.autodiff.kernel;

/**
 * Fingerprints of arrays: 64 bits that tell whether two arrays are the same to the bit.
 *
 * <p>Not cryptographic. The elements' bits are 32-bit words \(u_0, u_1, \dots\) (an F64 element is
 * two, the lower first), and all arithmetic is on unsigned 32-bit integers, modulo \(2^{32}\):
 *
 * <p>\[ k_i = (i + 1) \cdot \mathtt{9E3779B9}, \qquad a_i = (u_i \oplus k_i) \cdot
 * \mathtt{85EBCA6B}, \qquad b_i = (a_i \oplus (a_i \gg 15)) \cdot \mathtt{C2B2AE35}, \qquad c_i =
 * b_i \oplus (b_i \gg 13) \]
 *
 * <p>\[ \mathit{fingerprint} = 2^{32} \sum_i c_i\,(k_i \mathbin{|} 1) + \sum_i c_i \]
 *
 * <p>Each \(c_i\) is a one-to-one function of \(u_i\), so that two arrays of one size that differ
 * in a single word always differ in both halves; others that differ agree by chance alone. Sums of
 * integers do not depend on their order: neither do fingerprints on lanes, threads or provider.
 */
public interface FingerprintKernels<A> {

  /** Odd, about \(2^{32}\) divided by the golden ratio: spreads positions over the words. */
  int POSITION = 0x9E3779B9;

  int FIRST = 0x85EBCA6B;

  int SECOND = 0xC2B2AE35;

  /** The fingerprint of the first n elements; NaNs count with all their bits. */
  long fingerprint(A x, int n);

  /** \(c_i\) for the word \(u_i\) and its position's \(k_i\). */
  static int mixed(int word, int position) {
    int a = (word ^ position) * FIRST;
    int b = (a ^ (a >>> 15)) * SECOND;
    return b ^ (b >>> 13);
  }

  /** The fingerprint made of its two sums. */
  static long joined(int weighted, int plain) {
    return (long) weighted << 32 | Integer.toUnsignedLong(plain);
  }
}
