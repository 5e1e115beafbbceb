package vae.experiments.run.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.FolderFile;

/** The journal of a training as that of a longer one, which has done as many steps. */
public final class LongerJournal {

  private LongerJournal() {}

  /**
   * Copies the records that the longer one has too: its stride may be larger.
   *
   * @param done steps of the training whose journal it is
   * @param steps of the longer one
   */
  public static void write(FolderFile from, FolderFile to, long done, long steps)
      throws IOException {
    try (JournalReader records = JournalReader.open(from)) {
      JournalLayout layout =
          JournalLayout.of(steps, 0, records.names()).from(records.layout().first());
      to.write(
          out -> {
            DurableFile.drain(layout.header(), out);
            for (long step = layout.first(); step <= done; step++) {
              Optional<long[]> record = layout.records(step) ? records.at(step) : Optional.empty();
              if (record.isPresent()) {
                ByteBuffer bytes =
                    ByteBuffer.allocate(layout.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
                bytes.putLong(step).asLongBuffer().put(record.get());
                DurableFile.drain(bytes.clear(), out);
              }
            }
          });
    }
  }
}
