package vae.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages that their maps promise. */
final class PackageRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("vae.data");

  private static void never(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(CLASSES);
  }

  @Test
  void readersKnowNothingOfTheProduct() {
    never(
        "vae.data.format",
        "vae.autodiff..",
        "vae.core..",
        "vae.data.missing",
        "vae.data.source",
        "vae.data.transform",
        "vae.data.synthetic",
        "vae.data.wiring");
  }

  @Test
  void transformsDoNotKnowSources() {
    never(
        "vae.data.transform",
        "vae.data.format",
        "vae.data.source",
        "vae.data.synthetic",
        "vae.data.wiring");
  }

  @Test
  void sourcesDoNotKnowTheirModules() {
    never("vae.data.source", "vae.data.condition", "vae.data.synthetic", "vae.data.wiring");
    never("vae.data.condition", "vae.data.synthetic", "vae.data.wiring");
    never("vae.data.missing", "vae.data.source", "vae.data.condition", "vae.data.wiring");
    never("vae.data.synthetic", "vae.data.wiring");
  }
}
