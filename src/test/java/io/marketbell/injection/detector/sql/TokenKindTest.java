package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.sql.TokenKind.Kinds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenKindTest {
    @Test
    void aSetHasItsKindsAndNoOthers() {
        Kinds kinds = Kinds.of(TokenKind.END, TokenKind.DELETE, 63, 64, TokenKind.MATCH, 127);

        assertThat(IntStream.range(0, 128).filter(kinds::have)).containsExactly(0, 59, 63, 64, 110, 127);
    }

    @Test
    void everyLiteralIsAValueButNoName() {
        IntStream literals = IntStream.range(0, 128).filter(TokenKind::isLiteral);

        assertThat(literals).isNotEmpty().allMatch(TokenKind::isValue).noneMatch(TokenKind::isName);
    }

    @Test
    void quotedTextsAreValuesButNoWords() {
        assertThat(new int[] {TokenKind.STR, TokenKind.OPEN, TokenKind.QUOTED_NAME})
                .satisfies(kinds -> {
                    for (int kind : kinds) {
                        assertThat(TokenKind.isValue(kind)).isTrue();
                        assertThat(TokenKind.isWord(kind)).isFalse();
                    }
                });
    }
}
