package io.marketbell.injection.detector.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordListTest {
    @Test
    void aListHasTheWordsOfEachSectionWithoutComments() {
        assertThat(WordList.read(WordListTest.class, "sample.txt"))
                .containsExactlyEntriesOf(
                        new TreeMap<>(Map.of("first", List.of("one", "two"), "second", List.of("three"))));
    }

    @Test
    void aMissingResourceIsNamed() {
        assertThatThrownBy(() -> WordList.read(WordListTest.class, "absent.txt"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the resource absent.txt of " + WordListTest.class.getName() + " is missing");
    }
}
