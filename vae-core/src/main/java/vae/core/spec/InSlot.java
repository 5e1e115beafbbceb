package vae.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The slot of a key, by name, where the record cannot name the slot's own {@code Spec} type.
 *
 * <p>{@code @InSlot("optimizer") Spec optimizer}. Prefer the slot's type: {@code Prior.Spec prior}
 * needs no annotation, and the compiler checks it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface InSlot {

  /** The slot's name in JSON. */
  String value();
}
