package vae.experiments.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this software, and the Java that it runs on. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("of a development build");
    String java = System.getProperty("java.vendor") + " Java " + Runtime.version();
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return new String[] {"vae " + version + " (" + java + ", " + system + ")"};
  }
}
