package vae.experiments.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

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

  private static final Pattern MARK = Pattern.compile("<!--\\s*test:\\s*(\\S+)\\s*-->");
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

  static DocsPage read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    PARSER
        .parse(Files.readString(file))
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock code) {
                blocks.add(block(code));
              }
            });
    return new DocsPage(file, List.copyOf(blocks));
  }

  private static Block block(FencedCodeBlock code) {
    int fence = code.getSourceSpans().getFirst().getLineIndex() + 1;
    String language = code.getInfo().split(" ", 2)[0];
    String name = "";
    if (code.getPrevious() instanceof HtmlBlock comment) {
      Matcher mark = MARK.matcher(comment.getLiteral().strip());
      name = mark.matches() ? mark.group(1) : "";
    }
    return new Block(fence + 1, language, fileName(name, language), code.getLiteral());
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
