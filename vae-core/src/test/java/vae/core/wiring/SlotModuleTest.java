package vae.core.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

final class SlotModuleTest {

  /** A slot whose components may hold another of the same slot. */
  interface Sound {
    String text();
  }

  interface SoundSpec extends Spec {}

  record Tone(int pitch) implements SoundSpec {}

  record Echo(SoundSpec of) implements SoundSpec {}

  record Noise() implements SoundSpec {}

  /** What the run gives to factories. */
  record Room(String name) {}

  static final class ToneFactory implements ComponentFactory<Sound, Tone> {
    private final Room room;

    @Inject
    ToneFactory(Room room) {
      this.room = room;
    }

    @Override
    public Sound create(Tone spec) {
      return () -> spec.pitch() + " in the " + room.name();
    }
  }

  static final class EchoFactory implements ComponentFactory<Sound, Echo> {
    private final Slot<Sound> sounds;

    @Inject
    EchoFactory(Slot<Sound> sounds) {
      this.sounds = sounds;
    }

    @Override
    public Sound create(Echo spec) {
      Sound inner = sounds.create(spec.of());
      return () -> inner.text() + ", again";
    }
  }

  static final class NoiseFactory implements ComponentFactory<Sound, Noise> {
    @Override
    public Sound create(Noise spec) {
      return () -> "noise";
    }
  }

  static final class SoundModule extends SlotModule<Sound> {
    SoundModule() {
      super("sound", Sound.class, SoundSpec.class);
    }

    @Override
    protected void components() {
      component("tone", Tone.class, ToneFactory.class);
      component("echo", Echo.class, EchoFactory.class);
    }
  }

  /** A plugin's module of the same slot. */
  static final class PluginModule extends SlotModule<Sound> {
    private final String name;

    PluginModule(String name) {
      super("sound", Sound.class, SoundSpec.class);
      this.name = name;
    }

    @Override
    protected void components() {
      component(name, Noise.class, NoiseFactory.class);
    }
  }

  private static Slot<Sound> slot(SlotModule<?>... modules) {
    Injector injector =
        Guice.createInjector(
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(Room.class).toInstance(new Room("hall"));
                for (SlotModule<?> module : modules) {
                  install(module);
                }
              }
            });
    return injector.getInstance(Key.get(new TypeLiteral<Slot<Sound>>() {}));
  }

  @Test
  void factoriesAreInjectedWithTheRun() {
    assertEquals("440 in the hall", slot(new SoundModule()).create(new Tone(440)).text());
  }

  /** An echo from our module holds a noise from the plugin's. */
  @Test
  void componentsHoldThoseOfPlugins() {
    Slot<Sound> slot = slot(new SoundModule(), new PluginModule("noise"));
    assertEquals("noise, again", slot.create(new Echo(new Noise())).text());
    assertEquals("1 in the hall, again", slot.create(new Echo(new Tone(1))).text());
  }

  @Test
  void theOrderOfModulesDoesNotMatter() {
    Slot<Sound> slot = slot(new PluginModule("noise"), new SoundModule());
    assertEquals("noise, again", slot.create(new Echo(new Noise())).text());
  }

  @Test
  void anUnknownSpecNamesTheSlotAndTheClass() {
    SpecException unknown =
        assertThrows(SpecException.class, () -> slot(new SoundModule()).create(new Noise()));
    assertEquals("", unknown.path());
    assertEquals(Noise.class.getName(), unknown.got());
    assertTrue(unknown.fix().contains("module"), unknown.fix());
  }

  @Test
  void aNameThatIsTakenNamesBothClasses() {
    IllegalArgumentException taken =
        assertThrows(
            IllegalArgumentException.class,
            () -> Catalogue.of(List.of(new SoundModule(), new PluginModule("echo"))));
    for (Class<?> spec : List.of(Echo.class, Noise.class)) {
      assertTrue(taken.getMessage().contains(spec.getName()), taken.getMessage());
    }
    assertTrue(taken.getMessage().contains("slot \"sound\""), taken.getMessage());
  }

  /** Where the catalogue was left out, the injector still refuses one spec with two factories. */
  @Test
  void theSameSpecTwiceIsRefusedByTheInjector() {
    CreationException twice =
        assertThrows(
            CreationException.class,
            () -> slot(new PluginModule("noise"), new PluginModule("rustle"), new OtherNoise()));
    assertTrue(twice.getMessage().contains("Noise"), twice.getMessage());
  }

  static final class OtherNoiseFactory implements ComponentFactory<Sound, Noise> {
    @Override
    public Sound create(Noise spec) {
      return () -> "another noise";
    }
  }

  static final class OtherNoise extends SlotModule<Sound> {
    OtherNoise() {
      super("sound", Sound.class, SoundSpec.class);
    }

    @Override
    protected void components() {
      component("other-noise", Noise.class, OtherNoiseFactory.class);
    }
  }

  @Test
  void listingTwiceGivesTheSameLines() {
    SoundModule module = new SoundModule();
    assertEquals(module.list(), module.list());
    assertEquals(List.of("tone", "echo"), module.list().stream().map(Component::name).toList());
    assertEquals("sound", module.slot());
    assertEquals(Sound.class, module.type());
  }
}
