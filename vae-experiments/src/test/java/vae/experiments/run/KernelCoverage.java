package vae.experiments.run;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Java agent that finds the methods of the vector kernels which a program never calls. When it
 * ends they are printed, one per line: {@code unreached}, the class, the method.
 *
 * <p>Each line of a kernel sets an element of an array where it is reached; the bits stay. Methods
 * of one line are left out: they choose a method of more, or are made by the compiler.
 */
public final class KernelCoverage {

  private static final String KERNELS = "vae/autodiff/kernel/simd/";
  private static final ClassDesc HERE = ClassDesc.of(KernelCoverage.class.getName());
  private static final ClassDesc FLAGS = ClassDesc.ofDescriptor("[Z");

  /** By the number of a line. */
  public static final boolean[] REACHED = new boolean[1 << 14];

  private static final List<Place> PLACES = new ArrayList<>();

  private record Place(String method, int line) {}

  private KernelCoverage() {}

  /** Called by the JVM before the program. */
  public static void premain(String arguments, Instrumentation jvm) {
    jvm.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader, String name, Class<?> old, ProtectionDomain domain, byte[] code) {
            return name != null && name.startsWith(KERNELS) ? watched(name, code) : null;
          }
        });
    Runtime.getRuntime().addShutdownHook(new Thread(KernelCoverage::print));
  }

  private static byte[] watched(String name, byte[] code) {
    ClassFile file = ClassFile.of();
    return file.transformClass(
        file.parse(code),
        (builder, element) -> {
          if (element instanceof MethodModel method && method.code().isPresent()) {
            String place =
                name.substring(KERNELS.length()) + " " + method.methodName().stringValue();
            builder.transformMethod(method, MethodTransform.transformingCode(lines(place)));
          } else {
            builder.with(element);
          }
        });
  }

  private static CodeTransform lines(String method) {
    return (builder, element) -> {
      builder.with(element);
      if (element instanceof LineNumber line) {
        int place = place(new Place(method, line.line()));
        builder.getstatic(HERE, "REACHED", FLAGS).loadConstant(place).iconst_1().bastore();
      }
    };
  }

  private static synchronized int place(Place place) {
    PLACES.add(place);
    return PLACES.size() - 1;
  }

  private static synchronized void print() {
    Map<String, Boolean> reached = new TreeMap<>();
    Map<String, Long> lines = new TreeMap<>();
    for (int i = 0; i < PLACES.size(); i++) {
      reached.merge(PLACES.get(i).method(), REACHED[i], Boolean::logicalOr);
    }
    PLACES.stream().distinct().forEach(it -> lines.merge(it.method(), 1L, Long::sum));
    reached.forEach(
        (method, called) -> {
          if (!called && lines.get(method) > 1) {
            System.out.println("unreached " + method);
          }
        });
  }
}
