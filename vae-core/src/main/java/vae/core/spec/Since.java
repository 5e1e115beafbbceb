package vae.core.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The version that added a key to a record which an earlier version already had.
 *
 * <p>{@code @Since("0.2.0") @Default("0") int gap}. While its value equals its default, such a key
 * is left out of the resolved form: {@code experiment.json}, plans and hashes stay as the earlier
 * version wrote them, and so do ids. The key needs a {@link Default}, which never changes. Keys of
 * a new component need no annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Since {

  /** The first version that reads the key. */
  String value();
}
