package vae.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing of any module is read or written by Java's own serialisation: what a file holds is data,
 * and reading it never makes an object of the file's choice.
 */
final class NoJavaSerialisationTest {

  private static final JavaClasses CLASSES =
      ArchConfiguration.withThreadLocalScope(
          configuration -> {
            // The rule is about names alone: what our classes refer to need not be read.
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(
                    location -> !location.contains("-tests.jar")) // contracts for plugins
                .importPackages("vae");
          });

  @Test
  void allModulesAreLookedAt() {
    for (String module : List.of("autodiff", "core", "models", "data", "experiments")) {
      assertTrue(
          CLASSES.stream().anyMatch(it -> it.getPackageName().startsWith("vae." + module + ".")),
          module);
    }
  }

  @Test
  void noClassUsesJavaSerialisation() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(Object(Input|Output)(Stream|Filter)?.*|Serializable|Externalizable)")
        .check(CLASSES);
  }
}
