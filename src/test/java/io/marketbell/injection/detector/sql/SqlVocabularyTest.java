package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.injection.detector.text.WordList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlVocabularyTest {
    private final Map<String, List<String>> words = WordList.read(SqlVocabulary.class, "words.txt");

    @Test
    void everyWordHasTheKindOfItsSection() {
        words.forEach((kind, ofKind) -> assertThat(ofKind)
                .as(kind)
                .isNotEmpty()
                .allMatch(word ->
                        SqlVocabulary.kind((word + " ").toCharArray(), 0, word.length()) == TokenKind.named(kind)));
    }

    @Test
    void aWordIsListedOnceAndInLowerCase() {
        assertThat(words.values().stream().flatMap(Collection::stream))
                .hasSizeGreaterThan(500)
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z0-9_$]+"));
    }

    @Test
    void anUnknownKindIsRejected() {
        assertThatThrownBy(() -> TokenKind.named("NOUN")).hasMessage("no kind of token is named NOUN");
    }
}
