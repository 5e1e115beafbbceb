package vae.experiments.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.ieee.FusedMultiplyAdd.Kind;
import vae.experiments.cli.doctor.Diagnosis.Status;

class DoctorTest {

  private static Status java(String version, String collector) {
    return Doctor.java(Runtime.Version.parse(version), collector).status();
  }

  @Test
  void javaBefore25DoesNotDo() {
    assertEquals(Status.FAIL, java("24.0.2", "PS Scavenge"));
  }

  @Test
  void theBugOfEarly25IsFatalWithItsCollectorOnly() {
    assertEquals(Status.FAIL, java("25", "G1 Young Generation"));
    assertEquals(Status.FAIL, java("25.0.2+10", "G1 Young Generation"));
    assertEquals(Status.WARN, java("25.0.2+10", "PS Scavenge"));
    assertEquals(Status.OK, java("25.0.3+1", "G1 Young Generation"));
    assertEquals(Status.OK, java("26-ea", "G1 Young Generation"));
  }

  @Test
  void compactHeadersAreFatal() {
    assertEquals(Status.FAIL, Doctor.headers(Optional.of("true")).status());
    assertEquals(Status.OK, Doctor.headers(Optional.of("false")).status());
    assertEquals(Status.OK, Doctor.headers(Optional.empty()).status());
  }

  @Test
  void slownessIsAWarning() {
    assertEquals(Status.WARN, Doctor.compiler(Optional.of("the C2 compiler is off")).status());
    assertEquals(Status.OK, Doctor.compiler(Optional.empty()).status());
    assertEquals(Status.WARN, Doctor.vectorModule(false).status());
    assertEquals(Status.OK, Doctor.vectorModule(true).status());
    assertEquals(Status.WARN, Doctor.vectorWidth(Optional.of(64)).status());
    assertEquals(Status.OK, Doctor.vectorWidth(Optional.of(512)).status());
    assertEquals(Status.WARN, Doctor.fusedMultiplyAdd(Kind.SOFTWARE).status());
    assertEquals(Status.OK, Doctor.fusedMultiplyAdd(Kind.HARDWARE).status());
    assertEquals(Status.OK, Doctor.fusedMultiplyAdd(Kind.UNKNOWN).status());
    assertEquals(Status.WARN, Doctor.kernels("scalar", "plain loops; not simd: why").status());
    assertEquals(Status.OK, Doctor.kernels("simd", "512-bit vectors").status());
    assertEquals(Status.WARN, Doctor.memory(100 << 20, 0).status());
    assertEquals(Status.OK, Doctor.memory(2L << 30, 0).status());
  }

  @Test
  void findingsSayWhatWasFound() {
    assertEquals("heap up to 2.0 GiB of 8.0 GiB", Doctor.memory(2L << 30, 8L << 30).detail());
    assertEquals(
        "scalar: plain loops; not simd: why",
        Doctor.kernels("scalar", "plain loops; not simd: why").detail());
    assertEquals("in hardware", Doctor.fusedMultiplyAdd(Kind.HARDWARE).detail());
  }

  @Test
  void aRunsFolderThatIsNotThereYetIsJudgedByItsParent(@TempDir Path folder) throws IOException {
    assertEquals(Status.OK, Doctor.runsFolder(folder.resolve("a/b/runs")).status());
    Path file = Files.writeString(folder.resolve("file"), "");
    assertEquals(Status.FAIL, Doctor.runsFolder(file).status());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void everythingThatIsNotWellSaysHowToMendIt(@TempDir Path folder) {
    List<Diagnosis> findings = Doctor.examine(folder);
    assertEquals(9, findings.size());
    findings.forEach(
        finding -> {
          assertFalse(finding.detail().isEmpty());
          assertTrue(finding.status() == Status.OK || !finding.fix().isEmpty(), finding.toString());
        });
  }
}
