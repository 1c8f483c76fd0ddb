package io.marketbell.publish.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonItemSplitterTest {

    @Test
    void itemsAreSplitAtTheirCommas() throws IOException {
        assertThat(split(" [ {\"a\":\"],}\\\"\"} ,7,\n[[1],{}] , \"x,y\",null ] "))
                .containsExactly("{\"a\":\"],}\\\"\"}", "7", "[[1],{}]", "\"x,y\"", "null");
        assertThat(split("[]")).isEmpty();
        assertThat(split(" {\"a\":[1,2]} ")).containsExactly("{\"a\":[1,2]}");
        assertThat(split("7")).containsExactly("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1],", "1 2", "{", "{]{", "[{}", "\"a", "\"a\\",
                "}", "[}"
            })
    void whatIsNoListOfItemsIsMalformed(String json) {
        assertThatThrownBy(() -> split(json)).isInstanceOf(JsonItemSplitter.Malformed.class);
    }

    @Test
    void itemsAreCompleteForEveryBufferBoundary() throws IOException {
        Random random = new Random(7);
        List<String> items = IntStream.range(0, 400)
                .mapToObj(i -> "{\"a\":\"" + "é[\\\\".repeat(random.nextInt(60)) + "\",\"b\":[" + i + "]}")
                .collect(Collectors.toList());
        byte[] json = ("[" + String.join(" , ", items) + "]").getBytes(StandardCharsets.UTF_8);
        InputStream cut = new ByteArrayInputStream(json) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(300)));
            }
        };

        assertThat(split(new JsonItemSplitter(cut, 10_000, 10))).isEqualTo(items);
    }

    @Test
    void theStartOfAnItemIsLocated() throws IOException {
        JsonItemSplitter items = items("[1,\n  {}]");
        items.next();

        JsonItemSplitter.Item second = items.next();
        assertThat(second.line()).isEqualTo(2);
        assertThat(second.column()).isEqualTo(3);
    }

    @Test
    void anItemAboveTheSizeLimitIsSkipped() throws IOException {
        JsonItemSplitter items = new JsonItemSplitter(stream("[\"" + "x".repeat(5_000) + "\",1]"), 1_000, 10);

        assertThat(items.next().tooLong()).isTrue();
        assertThat(items.next().tooLong()).isFalse();
        assertThat(items.next()).isNull();
    }

    @Test
    void anItemAboveTheDepthLimitIsSkipped() throws IOException {
        JsonItemSplitter items = items("[" + "[".repeat(1_000) + "]".repeat(1_000) + ",{\"a\":[]}]");

        assertThat(items.next().tooDeep()).isTrue();
        assertThat(items.next().tooDeep()).isFalse();
        assertThat(items.next()).isNull();
    }

    private static List<String> split(String json) throws IOException {
        return split(items(json));
    }

    private static List<String> split(JsonItemSplitter items) throws IOException {
        List<String> texts = new ArrayList<>();
        JsonItemSplitter.Item item;
        while ((item = items.next()) != null) {
            texts.add(StandardCharsets.UTF_8.decode(item.text()).toString());
        }
        return texts;
    }

    private static JsonItemSplitter items(String json) {
        return new JsonItemSplitter(stream(json), 1 << 20, 10);
    }

    private static ByteArrayInputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
