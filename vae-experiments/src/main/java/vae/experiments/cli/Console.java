package vae.experiments.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Standard output or standard error: the one place through which commands print.
 *
 * <p>Text may hold names and messages from files that a stranger wrote, so control characters in it
 * are shown, not sent: {@code \x1b} for those below a blank, {@code \u009b} for DEL, C1, and what
 * reorders or breaks lines in Unicode, which leaves JSON what it was. Line ends and tabs pass.
 */
public final class Console {

  private final Writer raw;
  private final PrintWriter text;

  Console(Writer raw) {
    this(raw, false);
  }

  private Console(Writer raw, boolean atOnce) {
    this.raw = raw;
    text = new PrintWriter(new Visible(raw), atOnce);
  }

  static Console standardOutput() {
    return new Console(writer(FileDescriptor.out, System.getProperty("stdout.encoding")), false);
  }

  /** The process's standard error, where each line is seen at once. */
  static Console standardError() {
    return new Console(writer(FileDescriptor.err, System.getProperty("stderr.encoding")), true);
  }

  private static Writer writer(FileDescriptor stream, String encoding) {
    Charset charset =
        encoding != null && Charset.isSupported(encoding)
            ? Charset.forName(encoding)
            : StandardCharsets.UTF_8;
    return new ProcessStream(new OutputStreamWriter(new FileOutputStream(stream), charset));
  }

  public PrintWriter text() {
    return text;
  }

  /** Writes a terminal's own codes as they are; never anything that was read from a file. */
  void control(String codes) {
    try {
      raw.write(codes);
    } catch (IOException e) {
      // the screen is gone; the text that follows fails too, and that is noticed
    }
  }

  /** Whether the program that read what is printed has ended, as {@code head} does. */
  boolean readerIsGone() {
    return raw instanceof ProcessStream stream && stream.broken;
  }

  /** Whether something that was printed could not be written, such as to a full disk. */
  boolean failed() {
    boolean below = raw instanceof PrintWriter writer && writer.checkError();
    return text.checkError() || below;
  }

  static String visible(CharSequence text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isControl(c)) {
        shown.append(c);
      } else {
        shown.append((c < ' ' ? "\\x%02x" : "\\u%04x").formatted((int) c));
      }
    }
    return shown.toString();
  }

  private static boolean isControl(char c) {
    return c < ' ' && c != '\n' && c != '\t'
        || c >= 0x7f && c <= 0x9f
        || c == 0x61c // Arabic letter mark
        || c == 0x200e
        || c == 0x200f
        || c >= 0x2028 && c <= 0x202e // line separators, embeddings and overrides
        || c >= 0x2066 && c <= 0x2069; // isolates
  }

  /** One of the process's own streams, which may be a pipe. */
  private static final class ProcessStream extends Writer {

    private final Writer out;
    private boolean broken;

    private ProcessStream(Writer out) {
      this.out = out;
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
      try {
        out.write(characters, from, length);
      } catch (IOException e) {
        throw noted(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw noted(e);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    private IOException noted(IOException e) {
      broken |= "Broken pipe".equals(e.getMessage()); // Java has no type for EPIPE
      return e;
    }
  }

  private static final class Visible extends FilterWriter {

    private Visible(Writer raw) {
      super(raw);
    }

    @Override
    public void write(int c) throws IOException {
      write(Character.toString(c), 0, 1);
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
      write(String.valueOf(characters, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      out.write(visible(text.substring(from, from + length)));
    }
  }
}
