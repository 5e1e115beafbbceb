package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.core.spec.Default;
import vae.core.spec.InSlot;
import vae.core.spec.Spec;
import vae.core.wiring.Catalogue;

class StructureTest {

  private final Structure structure = new Structure(ToyComponents.catalogue());

  record BadDefault(@Default("{oops") int size) {}

  record BadType(Thread thread) {}

  record BadSlot(@InSlot("colour") Spec colour) {}

  record NakedSpec(Spec any) {}

  @ParameterizedTest
  @ValueSource(
      classes = {BadDefault.class, BadType.class, BadSlot.class, NakedSpec.class, String.class})
  void mistakesInRecordsAreNamed(Class<?> record) {
    IllegalArgumentException mistake =
        assertThrows(IllegalArgumentException.class, () -> structure.keys(record));
    assertTrue(mistake.getMessage().contains(record.getName()), mistake.getMessage());
  }

  @Test
  void slotsAreKnownByTheirTypeOrByTheirName() {
    List<ValueType> types =
        structure.keys(ExperimentSpec.class).stream().map(SpecKey::type).toList();
    assertTrue(types.contains(new ValueType.OfSlot(vae.core.model.Prior.Spec.class, "prior")));
    assertTrue(types.contains(new ValueType.OfSlot(ToyComponents.DataSpec.class, "data")));
  }

  @Test
  void withoutComponentsTheSlotsOfAnExperimentAreMissed() {
    Structure empty = new Structure(Catalogue.of(List.of()));
    assertThrows(IllegalArgumentException.class, () -> empty.keys(ExperimentSpec.class));
    assertEquals(1, empty.keys(EvaluationSpec.Nll.class).size());
  }
}
