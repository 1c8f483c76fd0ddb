package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.json.JsonText;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMessageAssemblerTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "é", "€", "🔔", "a€🔔é"})
    void boundIsInBytesOfUtf8(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;

        assertThat(add(new TextMessageAssembler(), text, bytes)).isTrue();
        assertThat(add(new TextMessageAssembler(), text, bytes - 1)).isFalse();
    }

    @Test
    void fragmentsCountTogether() {
        TextMessageAssembler assembly = new TextMessageAssembler();
        int limit = 10;

        assertThat(add(assembly, "12345", limit)).isTrue();
        assertThat(add(assembly, "67890", limit)).isTrue();
        assertThat(add(assembly, "1", limit)).isFalse();
    }

    @Test
    void pairOfSurrogatesAcrossTwoPartsCountsOnce() {
        TextMessageAssembler assembly = new TextMessageAssembler();
        int limit = 4;
        String bell = "🔔";

        assertThat(add(assembly, bell.substring(0, 1), limit)).isTrue();
        assertThat(add(assembly, bell.substring(1), limit)).isTrue();
        assertThat(assembly.take()).isEqualTo(bell);
    }

    @Test
    void nextFrameStartsEmpty() {
        TextMessageAssembler assembly = new TextMessageAssembler();
        int limit = 5;
        add(assembly, "12345", limit);

        assertThat(assembly.take()).isEqualTo("12345");
        assertThat(add(assembly, "abcde", limit)).isTrue();
        assertThat(assembly.take()).isEqualTo("abcde");
    }

    @Test
    void endlessFragmentsDoNotOverflowTheCount() {
        TextMessageAssembler assembly = new TextMessageAssembler();
        int limit = 65_536;
        String part = "x".repeat(65_536);
        add(assembly, part, limit);

        for (int i = 0; i < 40_000; i++) {
            assertThat(add(assembly, part, limit)).isFalse();
        }
    }

    @Test
    void aFrameOfOnePartIsNotCopied() {
        String frame = "{\"method\":\"ping\"}";
        TextMessageAssembler assembly = new TextMessageAssembler();
        add(assembly, frame, 100);

        assertThat(assembly.take()).isSameAs(frame);
    }

    /** Otherwise each connection would retain the buffer of its largest frame. */
    @Test
    void nothingIsKeptBetweenFrames() throws ReflectiveOperationException {
        TextMessageAssembler assembly = new TextMessageAssembler();
        add(assembly, "x".repeat(30_000), 65_536);
        add(assembly, "x".repeat(30_000), 65_536);
        assembly.take();

        Field parts = TextMessageAssembler.class.getDeclaredField("parts");
        parts.setAccessible(true);
        assertThat(parts.get(assembly)).isNull();
    }

    private static boolean add(TextMessageAssembler assembly, String part, int limit) {
        return assembly.add(part, JsonText.utf8Length(part), limit);
    }
}
