package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeyTextTest {
    private static final String WITHOUT_4PpRqdSUM = "mb_7Qx0aB3dE5fG_" + "s".repeat(43);

    private static boolean mayBeStored(String text) {
        return ApiKeyText.parse(text).orElseThrow().mayBeStored();
    }

    @Test
    void everyNewKeyHasAValidChecksum() {
        for (int i = 0; i < 1_000; i++) {
            String text = ApiKeyText.random().text();
            assertThat(text).matches("mb_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
            assertThat(mayBeStored(text)).as(text).isTrue();
        }
    }

    @Test
    void everyChangedCharacterIsDetected() {
        String text = ApiKeyText.random().text();
        for (int i = ApiKeyText.PREFIX.length(); i < text.length(); i++) {
            if (text.charAt(i) != '_') {
                char other = text.charAt(i) == 'x' ? 'y' : 'x';
                String changed = text.substring(0, i) + other + text.substring(i + 1);
                assertThat(mayBeStored(changed)).as(changed).isFalse();
            }
        }
    }

    @Test
    void truncatedAndExtendedKeysAreDetected() {
        String text = ApiKeyText.random().text();

        assertThat(mayBeStored(text.substring(0, text.length() - 1))).isFalse();
        assertThat(mayBeStored(text + "x")).isFalse();
        assertThat(mayBeStored(WITHOUT_4PpRqdSUM + "_")).isFalse();
        assertThat(mayBeStored(WITHOUT_4PpRqdSUM + "x")).isFalse();
        assertThat(mayBeStored(WITHOUT_4PpRqdSUM.substring(0, 58))).isFalse();
    }

    @Test
    void keyOfAnEarlierReleaseHasNoChecksum() {
        assertThat(mayBeStored(WITHOUT_4PpRqdSUM)).isTrue();
    }

    @Test
    void otherCharactersAreNotInASecret() {
        assertThat(mayBeStored("mb_7Qx0aB3dE5fG_" + "s".repeat(42) + "-")).isFalse();
    }

    /** Keys that were handed out must stay valid: the algorithm must not change. */
    @Test
    void checksumIsThatOfThisExample() {
        assertThat(mayBeStored(WITHOUT_4PpRqdSUM + "_4PpRqd")).isTrue();
    }
}
