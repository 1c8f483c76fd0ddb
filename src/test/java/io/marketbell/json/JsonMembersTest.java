package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonMembersTest {

    @Test
    void valuesOfJavaBecomeValuesOfJsonInTheirOrder() {
        assertThat(new JsonMembers()
                        .add("text", "a \"b\"")
                        .add("whole", 7)
                        .add("long", Long.MAX_VALUE)
                        .add("fraction", 0.5)
                        .add("one", 1.0)
                        .add("decimal", new BigDecimal("17.100"))
                        .add("flag", true)
                        .add("time", Instant.EPOCH)
                        .add("json", JsonValue.EMPTY_JSON_ARRAY)
                        .add("object", new JsonMembers().add("b", 1).add("a", 2))
                        .add("map", Map.of("k", List.of("v")))
                        .add("list", Arrays.asList(1, null, "x"))
                        .add("stream", Stream.of(Stream.of(1), Stream.of(false)))
                        .build()
                        .toString())
                .isEqualTo("{\"text\":\"a \\\"b\\\"\",\"whole\":7,\"long\":9223372036854775807,\"fraction\":0.5,"
                        + "\"one\":1.0,\"decimal\":17.100,\"flag\":true,\"time\":\"1970-01-01T00:00:00Z\","
                        + "\"json\":[],\"object\":{\"b\":1,\"a\":2},\"map\":{\"k\":[\"v\"]},"
                        + "\"list\":[1,null,\"x\"],\"stream\":[[1],[false]]}");
    }

    @Test
    void absentValuesAreWrittenAsNullOrOmitted() {
        assertThat(new JsonMembers()
                        .add("a", null)
                        .addPresent("b", null)
                        .addPresent("c", 1)
                        .build()
                        .toString())
                .isEqualTo("{\"a\":null,\"c\":1}");
    }

    @Test
    void membersOfAnotherObjectAreAdded() {
        assertThat(new JsonMembers()
                        .add("a", 1)
                        .addAll(new JsonMembers().add("c", 2).add("b", null).build())
                        .build()
                        .toString())
                .isEqualTo("{\"a\":1,\"c\":2,\"b\":null}");
    }
}
