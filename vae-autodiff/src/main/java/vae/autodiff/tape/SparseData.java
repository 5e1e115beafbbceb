package vae.autodiff.tape;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.NonZeros;

/**
 * Where the data of a step are not zero: found when an operation first asks, kept until the step
 * ends, in arrays that the next step uses again.
 */
final class SparseData {

  /** Fewer elements than these are not worth looking at. */
  private static final int MIN_ELEMENTS = 256;

  private final Kernels<Object> kernels;
  private final List<NonZeros> spare = new ArrayList<>();

  /** For every constant of the step: null until it is asked for, then what was found. */
  private final Map<Tensor, Search> searches = new IdentityHashMap<>();

  private record Search(boolean sparse, NonZeros found) {}

  private static final Search NOT_YET = new Search(false, null);

  SparseData(Kernels<Object> kernels) {
    this.kernels = kernels;
  }

  /** Says that the tensor holds data: a constant whose elements do not change any more. */
  void add(Tensor constant) {
    if (constant.shape().rank() > 0 && constant.shape().size() >= MIN_ELEMENTS) {
      searches.put(constant, NOT_YET);
    }
  }

  /** Where the tensor is not zero, seen as rows of its last axis; null where it is not sparse. */
  NonZeros nonZeros(Tensor tensor) {
    Search search = searches.get(tensor);
    if (search == NOT_YET) {
      search = search(tensor);
      searches.put(tensor, search);
    }
    return search != null && search.sparse ? search.found : null;
  }

  private Search search(Tensor tensor) {
    Shape shape = tensor.shape();
    NonZeros found = spare.isEmpty() ? new NonZeros() : spare.removeLast();
    int columns = shape.extent(-1);
    boolean sparse = kernels.sparse().find(tensor.value, shape.size() / columns, columns, found);
    return new Search(sparse, found);
  }

  /** Forgets the step. */
  void reset() {
    for (Search search : searches.values()) {
      if (search != NOT_YET) {
        spare.add(search.found);
      }
    }
    searches.clear();
  }
}
