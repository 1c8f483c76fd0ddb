package io.marketbell.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMemberScannerTest {
    private static final Set<String> WANTED = Set.of("order_id", "leaves_quantity");

    @Test
    void findsOnlyTheRequestedMembers() {
        assertThat(JsonMemberScanner.of(
                        "{\"price\":\"585.33\",\"order_id\":\"ord-1\",\"legs\":[{\"order_id\":\"no\"},\"]}\"],"
                                + "\"note\":\"a \\\"}, b\",\"leaves_quantity\":12.5,\"last\":true}",
                        WANTED))
                .isEqualTo(Map.of("order_id", "ord-1", "leaves_quantity", "12.5"));
    }

    @Test
    void objectsAndEscapedTextsAreIgnored() {
        assertThat(JsonMemberScanner.of("{\"order_id\":{\"a\":1},\"leaves_quantity\":\"\\u0030\"}", WANTED))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "{", "{}", "{\"order_id\":\"ord", "[1]", "{\"order_id\"", "null"})
    void aBodyThatIsNotAnObjectHasNoMembers(String body) {
        assertThat(JsonMemberScanner.of(body, WANTED)).isEmpty();
    }
}
