package io.marketbell.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SettingRangeTest {
    @Test
    void valuesAtTheBoundsAreAccepted() {
        assertThatCode(() -> {
                    SettingRange.atLeast(1, "a.size", 1);
                    SettingRange.between(0, 100, "a.percent", 0);
                    SettingRange.between(0, 100, "a.percent", 100);
                    SettingRange.above(0, "a.factor", 0.1);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theMessageContainsTheSettingItsValueAndTheRange() {
        assertThatThrownBy(() -> SettingRange.atLeast(1, "a.size", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.size is 0; it must be at least 1");
        assertThatThrownBy(() -> SettingRange.between(0, 100, "a.percent", 100.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.percent is 100.5; it must be from 0 to 100");
        assertThatThrownBy(() -> SettingRange.above(0, "a.factor", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.factor is 0; it must be above 0");
    }

    @Test
    void aValueThatIsNoNumberIsOutOfRange() {
        assertThatThrownBy(() -> SettingRange.between(0, 100, "a.percent", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
