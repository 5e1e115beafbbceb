package vae.experiments.cli.doctor;

/**
 * What one check found.
 *
 * @param status whether experiments run well, run badly or do not run
 * @param fix how to fix it, a sentence; empty where all is well
 */
public record Diagnosis(Status status, String subject, String detail, String fix) {

  public enum Status {
    OK("ok"),
    /** Experiments run, but slowly or with something missing. */
    WARN("warn"),
    /** Experiments do not run, or their results cannot be trusted. */
    FAIL("FAIL");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  static Diagnosis ok(String subject, String detail) {
    return new Diagnosis(Status.OK, subject, detail, "");
  }

  static Diagnosis warn(String subject, String detail, String fix) {
    return new Diagnosis(Status.WARN, subject, detail, fix);
  }

  static Diagnosis fail(String subject, String detail, String fix) {
    return new Diagnosis(Status.FAIL, subject, detail, fix);
  }
}
