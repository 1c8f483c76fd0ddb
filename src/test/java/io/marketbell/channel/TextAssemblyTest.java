package io.marketbell.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextAssemblyTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "é", "€", "🔔", "a€🔔é"})
    void boundIsInBytesOfUtf8(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;

        assertThat(new TextAssembly(bytes).add(text)).isTrue();
        assertThat(new TextAssembly(bytes - 1).add(text)).isFalse();
    }

    @Test
    void fragmentsCountTogether() {
        TextAssembly assembly = new TextAssembly(10);

        assertThat(assembly.add("12345")).isTrue();
        assertThat(assembly.add("67890")).isTrue();
        assertThat(assembly.add("1")).isFalse();
    }

    @Test
    void pairOfSurrogatesAcrossTwoPartsCountsOnce() {
        TextAssembly assembly = new TextAssembly(4);
        String bell = "🔔";

        assertThat(assembly.add(bell.substring(0, 1))).isTrue();
        assertThat(assembly.add(bell.substring(1))).isTrue();
        assertThat(assembly.take()).isEqualTo(bell);
    }

    @Test
    void nextFrameBeginsAnew() {
        TextAssembly assembly = new TextAssembly(5);
        assembly.add("12345");

        assertThat(assembly.take()).isEqualTo("12345");
        assertThat(assembly.add("abcde")).isTrue();
        assertThat(assembly.take()).isEqualTo("abcde");
    }

    @Test
    void endlessFragmentsDoNotWrapTheCount() {
        TextAssembly assembly = new TextAssembly(65_536);
        String part = "x".repeat(65_536);
        assembly.add(part);

        for (int i = 0; i < 40_000; i++) {
            assertThat(assembly.add(part)).isFalse();
        }
    }
}
