package vae.experiments.sweep.slurm;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What SLURM runs for each task of an array: this process's Java with this process's class path, on
 * {@code vae trial}.
 *
 * <p>Options of the JVM may hold passwords: they stand in a file beside the script that only its
 * owner can read, and on no command line.
 *
 * <p>A JVM that a signal ended is put back into the queue, three times at most; not so one that
 * says itself what is wrong.
 */
record JobScript(Path sweep, String submission, Path log, Path arguments) {

  private static final String MAIN = "vae.experiments.cli.Main";

  /** This process's options for the JVM, but for agents. */
  static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> !it.startsWith("-agentlib") && !it.startsWith("-javaagent"))
        .toList();
  }

  /** Options as a file that {@code java @file} reads, each in quotes on a line of its own. */
  static String argumentFile(List<String> options) {
    return options.stream()
        .map(it -> it.replace("\\", "\\\\").replace("\"", "\\\""))
        .map(it -> it.replace("\n", "\\n").replace("\r", "\\r"))
        .map(it -> "\"" + it + "\"\n")
        .collect(Collectors.joining());
  }

  String text(List<String> options) {
    boolean sized = options.stream().anyMatch(it -> it.startsWith("-Xmx"));
    return """
    #!/bin/sh
    # A task of a sweep, written by `vae sweep`. VAE_JAVA_HOME names another JDK on the nodes.
    log=%s/$SLURM_ARRAY_TASK_ID.log
    java=%s
    [ -z "${VAE_JAVA_HOME:-}" ] || java=$VAE_JAVA_HOME/bin/java
    cpus=${SLURM_CPUS_PER_TASK:-1}
    memory=${SLURM_MEM_PER_NODE:-$((${SLURM_MEM_PER_CPU:-0} * cpus))}
    heap=
    [ "$memory" -eq 0 ] || heap=-Xmx$((memory * 3 / 4))m
    "$java" %s %s "-XX:ActiveProcessorCount=$cpus" \\
      -cp %s %s trial %s --submission %s \\
      --task "$SLURM_ARRAY_TASK_ID" --threads "$cpus"
    code=$?
    [ $code -ne 0 ] || rm -f "$log"
    # The cluster's RequeueExit; where it has none, the driver submits the task again.
    if [ $code -ge 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
      exit 75
    fi
    exit $code
    """
        .formatted(
            quoted(log.toAbsolutePath()),
            quoted(Path.of(System.getProperty("java.home"), "bin", "java")),
            quoted("@" + arguments.toAbsolutePath()),
            sized ? "" : "$heap",
            quoted(classPath()),
            MAIN,
            quoted(sweep.toAbsolutePath()),
            submission);
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'";
  }
}
