package vae.core.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.CreationException;
import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.core.model.ImageShape;
import vae.core.model.Sizes;
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

  record Hum() implements SoundSpec {}

  record Drum() implements SoundSpec {}

  /** Something that Guice makes. */
  static final class Room {
    String name() {
      return "hall";
    }
  }

  static final class ToneFactory implements ComponentFactory<Sound, Tone> {
    private final Room room;

    @Inject
    ToneFactory(Room room) {
      this.room = room;
    }

    @Override
    public Sound create(Tone spec, Site at) {
      return () -> spec.pitch() + " in the " + room.name();
    }
  }

  static final class HumFactory implements ModelComponentFactory<Sound, Hum> {
    @Override
    public Sound create(Hum spec, ModelSite at) {
      return () -> "a hum of " + at.sizes().latent();
    }
  }

  static final class SoundModule extends SlotModule<Sound> {
    SoundModule() {
      super("sound", Sound.class, SoundSpec.class);
    }

    @Override
    protected void components() {
      component("tone", Tone.class, ToneFactory.class);
      component("hum", Hum.class, HumFactory.class);
      component("echo", Echo.class, SoundModule::echo);
      modelComponent(
          "drum",
          Drum.class,
          (spec, at) -> {
            Parameter skin = at.parameters().create("skin", Shape.SCALAR, Initializer.zeros());
            at.sizes().requireImage();
            return () -> skin.name();
          });
    }

    private static Sound echo(Echo spec, Site at) {
      Sound inner = at.make(Sound.class, "of", spec.of());
      return () -> inner.text() + ", again";
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
      component(name, Noise.class, (_, _) -> () -> "noise");
    }
  }

  private static final Sizes IMAGES =
      new Sizes(6, Optional.of(new ImageShape(2, 3, 1)), 4, 6, Optional.empty(), 0, 10);

  private static Site site(SlotModule<?>... modules) {
    return new Factories(List.of(modules)).site(ModelSites.rethrown());
  }

  private static ModelSite model(Explanation explanation, SlotModule<?>... modules) {
    Parameters parameters = Parameters.of(DType.F64, Key.of(1));
    return new Factories(List.of(modules)).site(parameters, IMAGES, explanation);
  }

  private static String text(Site site, SoundSpec spec) {
    return site.make(Sound.class, "sound", spec).text();
  }

  /** A lambda and a class that Guice makes, of either kind, in a model and outside. */
  @Test
  void factoriesAreLambdasOrMadeByGuice() {
    ModelSite model = model(ModelSites.rethrown(), new SoundModule(), new PluginModule("noise"));
    Site outside = site(new SoundModule(), new PluginModule("noise"));
    for (Site site : List.of(outside, model)) {
      assertEquals("440 in the hall", text(site, new Tone(440)));
      assertEquals("noise", text(site, new Noise()));
    }
    assertEquals("a hum of 4", text(model, new Hum()));
    assertEquals("sound.skin", text(model, new Drum()));
  }

  /** An echo from our module holds a noise from the plugin's, whichever comes first. */
  @Test
  void componentsHoldThoseOfPlugins() {
    SlotModule<Sound> ours = new SoundModule();
    SlotModule<Sound> theirs = new PluginModule("noise");
    for (Site site : List.of(site(ours, theirs), site(theirs, ours))) {
      assertEquals("noise, again", text(site, new Echo(new Noise())));
      assertEquals("1 in the hall, again", text(site, new Echo(new Tone(1))));
    }
  }

  /** Two of one kind in one model, the second in a list and below a key of no component. */
  @Test
  void parametersAreNamedByTheirPlace() {
    ModelSite model = model(ModelSites.rethrown(), new SoundModule());
    assertEquals("sound.of.skin, again", text(model, new Echo(new Drum())));
    assertEquals("sound.skin", text(model, new Drum()));
    ModelSite layer = model.in("band").in("layers[0]");
    assertEquals("band.layers[0]", layer.path());
    assertEquals(
        "band.layers.0.left.1.skin", layer.make(Sound.class, "left[1]", new Drum()).text());
    assertEquals(3, model.parameters().list().size());
    assertEquals(1, layer.parameters().list().size());
  }

  /** Sizes reach what is made below, and a vector's have no image. */
  @Test
  void componentsAreMadeForTheSizesOfTheirSite() {
    ModelSite model = model(ModelSites.rethrown(), new SoundModule());
    ModelSite inner = model.in("layers[1]").sized(IMAGES.withData(6).withLatent(9));
    assertEquals("a hum of 9, again", text(inner, new Echo(new Hum())));
    assertEquals("layers[1]", inner.path());
    SpecException noImage = assertThrows(SpecException.class, () -> text(inner, new Drum()));
    assertEquals("layers[1].sound.type", noImage.path());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sizes(7, IMAGES.image(), 4, 6, Optional.empty(), 0, 10));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sizes(6, IMAGES.image(), 4, 6, Optional.of(new double[5]), 0, 10));
    Sizes withMean = new Sizes(6, IMAGES.image(), 4, 6, Optional.of(new double[6]), 0, 10);
    assertEquals(Optional.empty(), withMean.withOutput(12).outputAtMean());
  }

  @Test
  void aComplaintHasTheWholePath() {
    Site layers = site(new SoundModule()).in("layers[2]");
    SoundSpec spec = new Echo(new Echo(new Noise()));
    SpecException unknown = assertThrows(SpecException.class, () -> text(layers, spec));
    assertEquals("layers[2].sound.of.of", unknown.path());
    assertEquals("a spec of a component of slot sound", unknown.expected());
    assertEquals(Noise.class.getName(), unknown.got());
    assertTrue(unknown.fix().contains("module"), unknown.fix());
  }

  /** What is found of a component's problem gets the component's path once, however deep it is. */
  @Test
  void aProblemIsExplainedWhereItArises() {
    List<Spec> asked = new ArrayList<>();
    Explanation explanation =
        (spec, problem) -> {
          asked.add(spec);
          return SpecException.because("skin", problem.getMessage(), "");
        };
    ModelSite model = model(explanation, new SoundModule());
    model.in("sound.of").parameters().create("skin", Shape.SCALAR, Initializer.zeros());
    SpecException torn = assertThrows(SpecException.class, () -> text(model, new Echo(new Drum())));
    assertEquals("sound.of.skin", torn.path());
    assertTrue(torn.problem().startsWith("two parameters are named sound.of.skin"));
    assertEquals(List.of(new Drum()), asked);
  }

  @Test
  void outsideOfAModelWhatNeedsOneIsRefused() {
    Site site = site(new SoundModule());
    SpecException refused =
        assertThrows(SpecException.class, () -> text(site, new Echo(new Hum())));
    assertEquals("sound.of.type", refused.path());
    assertTrue(refused.problem().contains("part of a model"), refused.problem());
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
            () -> site(new PluginModule("noise"), new PluginModule("rustle"), new OtherNoise()));
    assertTrue(twice.getMessage().contains("Noise"), twice.getMessage());
  }

  static final class OtherNoise extends SlotModule<Sound> {
    OtherNoise() {
      super("sound", Sound.class, SoundSpec.class);
    }

    @Override
    protected void components() {
      component("other-noise", Noise.class, (_, _) -> () -> "another noise");
    }
  }

  @Test
  void listingTwiceGivesTheSameLines() {
    SoundModule module = new SoundModule();
    assertEquals(module.list(), module.list());
    assertEquals(
        List.of("tone", "hum", "echo", "drum"),
        module.list().stream().map(Component::name).toList());
    assertEquals("sound", module.slot());
    assertEquals(Sound.class, module.type());
  }

  /** Names stand in files and name folders. */
  @ParameterizedTest
  @ValueSource(strings = {"../tone", "", "two\nlines", "a/b", ".hidden", "tone\n"})
  void aNameThatIsNoneIsRefused(String name) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Component("sound", name, Tone.class));
    assertTrue(e.getMessage().contains("component of slot \"sound\""), e::getMessage);
    assertFalse(e.getMessage().contains("\n"), e::getMessage);
  }
}
