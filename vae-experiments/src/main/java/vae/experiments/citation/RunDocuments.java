package vae.experiments.citation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;

/** The documents of a run folder that say how to cite, check and archive it. */
public final class RunDocuments {

  private RunDocuments() {}

  /**
   * {@code CITATION.cff}, {@code CHECKLIST.md} and {@code ro-crate-metadata.json}, to be written
   * into the folder before its manifest.
   */
  public static SortedMap<String, String> of(Path folder, List<Author> authors) throws IOException {
    Citation citation = Citation.of(folder, authors);
    SortedMap<String, String> documents = new TreeMap<>();
    documents.put(RoCrate.CITATION, citation.text(Citation.Format.CFF));
    documents.put(RoCrate.CHECKLIST, Checklist.of(folder));
    documents.put(RoCrate.FILE, citation.text(Citation.Format.RO_CRATE));
    return documents;
  }

  /**
   * The authors that a run's documents name, in order; none where they name nobody or cannot be
   * read.
   */
  public static List<Author> authors(Path folder) throws IOException {
    List<Author> authors = new ArrayList<>();
    try {
      FolderFile file = Folder.open(folder).file(RoCrate.FILE);
      if (file.exists()) {
        for (JsonNode entity : file.object(Folder.MAX_JSON).path("@graph").values()) {
          if (entity.path("@type").asString("").equals("Person")) {
            String family = entity.path("familyName").asString("");
            String name = entity.path("name").asString("");
            authors.add(new Author(family, entity.path("givenName").asString(name)));
          }
        }
      }
      return authors;
    } catch (FolderException e) {
      return List.of();
    }
  }
}
