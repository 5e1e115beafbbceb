package vae.data.missing;

/** Says of an example which of its values are known. */
@FunctionalInterface
public interface Known {

  /**
   * @param example its index in the whole source
   * @param values [d], as they stand there, divided
   * @param known [d], receives true where a value is known
   */
  void mark(long example, float[] values, boolean[] known);
}
