package vae.data.format;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The dictionary in front of a NumPy array: parsed as the one literal it may be, never evaluated.
 *
 * @param columnMajor NumPy's fortran_order
 */
record NpyHeader(ElementKind kind, ByteOrder order, boolean columnMajor, int[] shape) {

  private static final int MAX_AXES = 64;
  private static final String FIX =
      "Save it with numpy.save(file, array.astype('float32')), without pickled objects.";

  static NpyHeader parse(Input in, byte[] text, long offset) {
    Parser parser = new Parser(in.name(), new String(text, StandardCharsets.ISO_8859_1), offset);
    return parser.header();
  }

  private static final class Parser {
    private final String file;
    private final String text;
    private final long offset;
    private int at;
    private ElementKind kind;
    private ByteOrder order;
    private boolean columnMajor;
    private int[] shape;

    Parser(String file, String text, long offset) {
      this.file = file;
      this.text = text;
      this.offset = offset;
    }

    NpyHeader header() {
      expect('{');
      Set<String> seen = new HashSet<>();
      while (peek() != '}') {
        String key = quoted();
        if (!seen.add(key)) {
          throw wrong("expected each key once, got '" + key + "' twice");
        }
        expect(':');
        value(key);
        if (peek() != '}') {
          expect(',');
        }
      }
      expect('}');
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c != ' ' && !(c == '\n' && at == text.length() - 1)) {
          throw wrong("expected spaces up to the end of the header");
        }
        at++;
      }
      if (seen.size() != 3) {
        throw wrong("expected the keys 'descr', 'fortran_order' and 'shape', got " + seen);
      }
      return new NpyHeader(kind, order, columnMajor, shape);
    }

    private void value(String key) {
      switch (key) {
        case "descr" -> descr();
        case "fortran_order" -> columnMajor = truth();
        case "shape" -> shape = tuple();
        default ->
            throw wrong("expected the keys 'descr', 'fortran_order' and 'shape', got " + key);
      }
    }

    private void descr() {
      if (peek() == '[' || peek() == '(') {
        throw wrong("expected one plain number type, got a structured one");
      }
      String descr = quoted();
      if (descr.length() != 3) {
        throw unknown(descr);
      }
      kind =
          switch (descr.substring(1)) {
            case "u1", "b1" -> ElementKind.U1; // NumPy's booleans are bytes of 0 and 1
            case "u2" -> ElementKind.U2;
            case "u4" -> ElementKind.U4;
            case "u8" -> ElementKind.U8;
            case "i1" -> ElementKind.I1;
            case "i2" -> ElementKind.I2;
            case "i4" -> ElementKind.I4;
            case "i8" -> ElementKind.I8;
            case "f2" -> ElementKind.F2;
            case "f4" -> ElementKind.F4;
            case "f8" -> ElementKind.F8;
            default -> throw unknown(descr);
          };
      char mark = descr.charAt(0);
      boolean oneByte = kind.bytes() == 1;
      if (mark != '<' && mark != '>' && !(mark == '|' && oneByte)) {
        throw unknown(descr);
      }
      order = mark == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private DataException unknown(String descr) {
      return wrong(
          "expected a type of b1, u1, i1, u2, i2, f2, u4, i4, f4, u8, i8 or f8 with < or > (| for"
              + " one byte), got '"
              + descr
              + "'");
    }

    private boolean truth() {
      peek();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw wrong("expected True or False");
    }

    private int[] tuple() {
      expect('(');
      List<Integer> extents = new ArrayList<>();
      boolean comma = true;
      while (peek() != ')') {
        if (!comma || extents.size() == MAX_AXES) {
          throw wrong("expected ',' or ')' after at most " + MAX_AXES + " extents");
        }
        extents.add(extent());
        comma = peek() == ',';
        if (comma) {
          at++;
        }
      }
      if (extents.size() == 1 && !comma) {
        throw wrong("expected a tuple such as (3,), got a number in brackets");
      }
      expect(')');
      return extents.stream().mapToInt(Integer::intValue).toArray();
    }

    private int extent() {
      int from = at;
      long value = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        value = Math.min(value * 10 + (text.charAt(at) - '0'), 1L << 40);
        at++;
      }
      if (from < at && at < text.length() && text.charAt(at) == 'L') {
        at++; // a long integer, as Python 2 wrote it
      }
      if (from == at || value > Integer.MAX_VALUE) {
        throw wrong("expected an extent from 0 to 2147483647");
      }
      return (int) value;
    }

    private String quoted() {
      char quote = peek();
      if (quote != '\'' && quote != '"') {
        throw wrong("expected a quoted string");
      }
      int close = text.indexOf(quote, at + 1);
      if (close < 0) {
        throw wrong("expected the closing quote of a string");
      }
      String string = text.substring(at + 1, close);
      at = close + 1;
      return string;
    }

    private void expect(char wanted) {
      if (peek() != wanted) {
        throw wrong("expected '" + wanted + "'");
      }
      at++;
    }

    /** The next character that is not a space, which stays where it is; 0 at the end. */
    private char peek() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private DataException wrong(String problem) {
      return new DataException(file, offset + at, "NumPy header: " + problem, FIX);
    }
  }
}
