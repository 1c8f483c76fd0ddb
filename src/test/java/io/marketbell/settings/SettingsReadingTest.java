package io.marketbell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class SettingsReadingTest {
    private static final Map<Object, Function<String, Object>> CONVERTERS = Map.of(
            Integer.class, Integer::valueOf,
            Long.class, Long::valueOf,
            Double.class, Double::valueOf,
            Boolean.class, Boolean::valueOf,
            String.class, text -> text);

    private static Settings settings(String name, String value) {
        Config config = (Config) Proxy.newProxyInstance(
                SettingsReadingTest.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> {
                    Optional<String> text = Optional.of(value).filter(unused -> arguments[0].equals("a.room." + name));
                    return method.getName().equals("getOptionalValues")
                            ? text.map(list -> List.of(list.split(",")))
                            : text.map(CONVERTERS.get(arguments[1]));
                });
        return new Settings(config, "a.room.");
    }

    @Test
    void valuesAreReadByTheirNameAfterThePrefix() {
        assertThat(settings("size", "7").count("size", 3)).isEqualTo(7);
        assertThat(settings("size", "7").number("size", 3)).isEqualTo(7);
        assertThat(settings("factor", "1.5").real("factor", 3)).isEqualTo(1.5);
        assertThat(settings("share.percent", "5").percent("share.percent", 1)).isEqualTo(0.05);
        assertThat(settings("on", "true").flag("on", false)).isTrue();
        assertThat(settings("wait.ms", "20").milliseconds("wait.ms", Duration.ZERO))
                .isEqualTo(Duration.ofMillis(20));
        assertThat(settings("kept.days", "2").duration("kept.days", ChronoUnit.DAYS, null))
                .isEqualTo(Duration.ofDays(2));
    }

    @Test
    void aSettingWithoutAValueHasItsDefault() {
        Settings others = settings("other", "1");

        assertThat(others.count("size", 3)).isEqualTo(3);
        assertThat(others.percent("share.percent", 0.5)).isEqualTo(0.5);
        assertThat(others.milliseconds("wait.ms", Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(5));
        assertThat(others.text("name")).isEmpty();
        assertThat(others.texts("names", List.of("a"))).containsExactly("a");
    }

    @Test
    void textsHaveNoSurroundingWhiteSpaceAndABlankOneIsNotSet() {
        assertThat(settings("name", " x ").text("name")).contains("x");
        assertThat(settings("name", "  ").text("name")).isEmpty();
        assertThat(settings("names", "a, b").texts("names", List.of())).containsExactly("a", "b");
    }
}
