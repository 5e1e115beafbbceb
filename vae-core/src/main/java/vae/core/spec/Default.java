package vae.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value that a key takes when the JSON leaves it out, written as JSON.
 *
 * <p>This is the only place where a default is stated. {@code @Default("[200, 200]") List<Integer>
 * hidden}; a key without a default is required.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

  /** The default as JSON text: {@code 0.001}, {@code "relu"}, {@code {"type": "diagonal"}}. */
  String value();
}
