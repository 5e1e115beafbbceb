package vae.experiments.wiring;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import vae.core.spec.Spec;
import vae.core.wiring.Component;

/** A component that a plugin brought. */
record PluginComponent(String slot, String name, Class<? extends Spec> specType, String jar) {

  static PluginComponent of(Component component) {
    Class<? extends Spec> type = component.specType();
    return new PluginComponent(component.slot(), component.name(), type, place(type));
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "an unknown place";
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return source.getLocation().toString();
    }
  }

  /** Whether the class of that name stands in the file of the component. */
  boolean owns(String className) {
    return outermost(className).equals(outermost(specType.getName()));
  }

  private static String outermost(String className) {
    int nested = className.indexOf('$');
    return nested < 0 ? className : className.substring(0, nested);
  }

  /** Such as {@code prior "scaled-normal" of plugin mine.jar}. */
  @Override
  public String toString() {
    return "%s \"%s\" of plugin %s".formatted(slot, name, jar);
  }
}
