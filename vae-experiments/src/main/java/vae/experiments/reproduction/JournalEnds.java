package vae.experiments.reproduction;

import java.io.IOException;
import java.util.Optional;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.JournalLayout;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.verification.Verdict;

/** Compares the journals of two runs, whose records were compared while the second was made. */
record JournalEnds(RunPair runs) {

  /** The first difference of their headers and ends. */
  Optional<Verdict.Different> difference() throws IOException {
    if (!runs.both(Journal.FILE)) {
      return Optional.empty();
    }
    FolderFile one = runs.firstFolder().file(Journal.FILE);
    FolderFile other = runs.secondFolder().file(Journal.FILE);
    try (JournalReader expected = JournalReader.open(one);
        JournalReader got = JournalReader.open(other)) {
      JournalLayout layout = expected.layout();
      if (layout.first() > 0 && layout.equals(got.layout().from(layout.first()))) {
        runs.notCompared().add("steps before " + layout.first() + ": the journal starts there");
        long last = layout.stepOf(runs.first().trainedEpochs(), runs.first().epochs());
        return runs.compare(Journal.FILE, one.size(), layout.endOf(last));
      }
      return RunPair.same(one, other)
          ? Optional.empty()
          : runs.compare(Journal.FILE + " header", layout, got.layout())
              .or(() -> runs.different(Journal.FILE, "the records of the run", "others"));
    }
  }
}
