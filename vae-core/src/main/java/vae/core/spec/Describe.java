package vae.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component, or one of its keys, means to the person who writes the JSON.
 *
 * <p>On the record: one sentence and the paper. On a record component: meaning, domain and unit.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Describe {

  /** One sentence in plain text. */
  String value();

  /** The paper it comes from, as "Author and Author (year), place in the paper"; may be empty. */
  String source() default "";
}
