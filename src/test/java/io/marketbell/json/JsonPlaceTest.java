package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Places of values in a JSON text. */
class JsonPlaceTest {

    @Test
    void theNameIsThatOfTheNearestMember() {
        JsonPlace labels = JsonPlace.ROOT.element(1).member("labels");

        assertThat(labels.element(0).element(2).name()).isEqualTo("labels");
        assertThat(labels.element(0).member("a/b").name()).isEqualTo("a/b");
        assertThat(JsonPlace.ROOT.name()).isEmpty();
        assertThat(JsonPlace.ROOT.element(0).name()).isEmpty();
        assertThat(labels.element(0).member("a/b").pointer()).isEqualTo("/1/labels/0/a~1b");
    }

    /** A text of a request may contain hundreds of thousands of values at the greatest depth. */
    @Test
    void theNameOfADeepValueIsFoundWithoutASearch() {
        JsonPlace place = JsonPlace.ROOT.member("note");
        for (int depth = 0; depth < 1_000_000; depth++) {
            place = place.element(0);
        }

        assertThat(place.name()).isEqualTo("note");
    }
}
