package vae.experiments.report.study;

import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import vae.experiments.report.page.Html;

/**
 * CommonMark with tables as HTML, for text that may come from a stranger: HTML in it is shown as
 * text, an image becomes a link, and a link that leads neither to the web nor to a file beside the
 * page keeps its words only.
 */
final class MarkdownHtml {

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(100).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .attributeProviderFactory(context -> scrollingTables())
          .build();

  private MarkdownHtml() {}

  /** Writes the document's blocks; headings begin one level below the page's. */
  static void write(Html html, String markdown) {
    try {
      Node document = PARSER.parse(markdown);
      document.accept(new Restriction());
      html.rendered(RENDERER.render(document));
    } catch (StackOverflowError e) { // the parser recurses, and hostile emphasis nests without end
      html.element("pre", markdown);
    }
  }

  private static AttributeProvider scrollingTables() {
    return (node, tag, attributes) -> {
      if (node instanceof TableBlock) {
        attributes.putAll(Map.of("class", "scroll", "tabindex", "0"));
      }
    };
  }

  /** Lowers headings by one level and restricts links and images as the class says. */
  private static final class Restriction extends AbstractVisitor {

    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(6, heading.getLevel() + 1));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      restrict(link, link.getDestination());
    }

    @Override
    public void visit(Image image) {
      restrict(image, image.getDestination());
    }

    private void restrict(Node node, String address) {
      visitChildren(node);
      Node words = new Text("");
      if (address.matches("https?://.*|#.*|[A-Za-z0-9._/-]+")) {
        words = new Link(address, null);
      }
      node.insertBefore(words);
      Node last = words;
      for (Node child = node.getFirstChild(); child != null; child = node.getFirstChild()) {
        if (words instanceof Link) {
          words.appendChild(child);
        } else {
          last.insertAfter(child);
          last = child;
        }
      }
      node.unlink();
    }
  }
}
