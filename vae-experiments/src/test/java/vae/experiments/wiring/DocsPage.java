package vae.experiments.wiring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Markdown and its code.
 *
 * <p>A block that is tested has a comment in the line before it: {@code <!-- test: name -->}. The
 * name is that of the file in which the code would stand, such as {@code First.java}, or {@code
 * First} for short; the blocks of a page are the files of one project.
 *
 * @param file the page
 * @param blocks in their order
 */
record DocsPage(Path file, List<Block> blocks) {

  /**
   * A fenced block.
   *
   * @param line of the page where its text begins, from 1
   * @param language after the fence, such as {@code java}; may be empty
   * @param name of the file; empty where the block has no such comment
   */
  record Block(int line, String language, String name, String text) {}

  private static final Pattern FENCE = Pattern.compile("(\\s*)(```+|~~~+)\\s*(\\S*).*");
  private static final Pattern MARK = Pattern.compile("\\s*<!--\\s*test:\\s*(\\S+)\\s*-->\\s*");

  static DocsPage read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    List<Block> blocks = new ArrayList<>();
    String name = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i));
      Matcher fence = FENCE.matcher(lines.get(i));
      if (mark.matches()) {
        name = mark.group(1);
      } else if (fence.matches()) {
        int begin = i + 1;
        StringBuilder text = new StringBuilder();
        while (++i < lines.size() && !lines.get(i).strip().equals(fence.group(2))) {
          String line = lines.get(i);
          text.append(
              line.startsWith(fence.group(1)) ? line.substring(fence.group(1).length()) : line);
          text.append('\n');
        }
        String language = fence.group(3);
        blocks.add(new Block(begin + 1, language, fileName(name, language), text.toString()));
        name = "";
      } else if (!lines.get(i).isBlank()) {
        name = "";
      }
    }
    return new DocsPage(file, List.copyOf(blocks));
  }

  /** {@code study} names the file {@code study.json} where the block is JSON. */
  private static String fileName(String name, String language) {
    boolean whole = name.isEmpty() || name.contains("/") || name.contains(".");
    return whole ? name : name + "." + language;
  }

  /** Blocks whose name ends so. */
  List<Block> named(String ending) {
    return blocks.stream().filter(it -> it.name().endsWith(ending)).toList();
  }

  /** Where the block is, for messages. */
  String place(Block block) {
    return file.getFileName() + ":" + block.line();
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
