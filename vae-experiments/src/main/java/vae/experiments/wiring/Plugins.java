package vae.experiments.wiring;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.zip.ZipFile;
import vae.core.wiring.SlotModule;

/**
 * Jars with components or experiments of a researcher's own.
 *
 * <p>A jar names its modules, one per line, in {@code
 * META-INF/services/vae.core.wiring.SlotModule}; its classes see ours and those of the other jars.
 */
public final class Plugins {

  private static final String SERVICES = "META-INF/services/" + SlotModule.class.getName();

  private Plugins() {}

  /**
   * Our components and those of the jars.
   *
   * @throws PluginException where a jar cannot be read or names no module, a module cannot be
   *     loaded, or a name is taken
   */
  public static Slots load(List<Path> jars) {
    if (jars.isEmpty()) {
      return Slots.load(null);
    }
    URL[] places = new URL[jars.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = checked(jars.get(i));
    }
    // Never closed: classes of components are loaded from it as long as the process runs.
    URLClassLoader loader =
        new URLClassLoader(Mismatch.LOADER, places, Plugins.class.getClassLoader());
    try {
      return Slots.load(loader, jars);
    } catch (ServiceConfigurationError e) {
      throw new PluginException(unusable(e, loader, jars), e);
    } catch (LinkageError e) {
      throw new PluginException(Mismatch.jar(e, loader, jars) + ": " + Mismatch.of(e), e);
    } catch (IllegalArgumentException e) {
      throw new PluginException(Mismatch.jar(e, loader, jars) + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new PluginException(Mismatch.jar(e, loader, jars) + ": a module failed: " + e, e);
    }
  }

  private static String unusable(
      ServiceConfigurationError e, URLClassLoader loader, List<Path> jars) {
    Throwable cause = PluginComponents.root(e);
    String jar = Mismatch.jar(e, loader, jars);
    if (cause instanceof LinkageError mismatch) {
      return jar + ": " + e.getMessage() + ": " + Mismatch.of(mismatch);
    }
    String fix = "Each line of " + SERVICES + " is a public class with a public constructor.";
    return cause == e
        ? jar + ": " + e.getMessage() + "\n" + fix
        : jar + ": " + e.getMessage() + ": " + cause + "\nThe plugin's code has to be mended.";
  }

  private static URL checked(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(SERVICES) == null) {
        throw new PluginException(
            "%s: expected the entry %s with a module a line, found none\ndocs/plugins.md shows a plugin's jar."
                .formatted(jar, SERVICES),
            null);
      }
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new PluginException(jar + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new PluginException(jar + ": is not a jar (" + e.getMessage() + "); build it again", e);
    }
  }
}
