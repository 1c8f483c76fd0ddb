package io.marketbell.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleComparisonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"offset\":816,\"duplicate\":false}|{\"offset\":3,\"duplicate\":false}|true",
                "{\"offset\":816,\"duplicate\":false}|{\"offset\":3,\"duplicate\":true}|false",
                "{\"offset\":816}|{\"offset\":\"816\"}|false",
                "{\"offset\":816}|{\"offset\":816,\"new\":1}|false",
                "{\"status\":400}|{\"status\":404}|false",
                "{\"id\":\"a\"}|{\"id\":\"b\"}|true",
                "{\"at\":\"2026-11-22T10:15:30Z\"}|{\"at\":\"2027-01-01T00:00:00.5Z\"}|true",
                "{\"all\":[{\"a\":1}]}|{\"all\":[{\"b\":1},{\"a\":2}]}|true",
                "{\"all\":[]}|{\"all\":[1]}|false",
                "{\"x\":\"one\"}|{\"x\":\"two\"}|false"
            })
    void generatedValuesMatchAnyValueAndOthersMustBeEqual(String example, String answer, boolean like) {
        assertThat(ExampleComparison.like(ApiDocument.value(example), ApiDocument.value(answer)))
                .isEqualTo(like);
    }

    @Test
    void findsEventsByName() {
        String stream =
                "event: session\ndata: {\"session\":\"c1\"}\n\n: subscribed\n\nevent: status\ndata: {\"to\":1}\n\n";

        assertThat(ExampleComparison.likeEvents("event: status\ndata: {\"to\":830}\n", stream))
                .isTrue();
        assertThat(ExampleComparison.likeEvents("event: status\ndata: {\"from\":830}\n", stream))
                .isFalse();
    }
}
