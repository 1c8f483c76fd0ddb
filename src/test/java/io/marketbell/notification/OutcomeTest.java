package io.marketbell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Outcome.Kind;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    /** DEAD may be followed by SENT, EXPIRED by nothing. */
    @Test
    void theSequenceIsTheOrderInWhichOutcomesCanOccur() {
        assertThat(Arrays.stream(Kind.values()).sorted(Comparator.comparing(Kind::sequence)))
                .containsExactly(Kind.QUEUED, Kind.DEAD, Kind.SENT, Kind.ACKED, Kind.EXPIRED);
        assertThat(Arrays.stream(Kind.values()).map(Kind::sequence)).doesNotHaveDuplicates();
    }

    @Test
    void onlyKnownNamesHaveASequence() {
        for (Kind kind : Kind.values()) {
            assertThat(Kind.sequenceOf(kind.name())).hasValue(kind.sequence());
        }
        assertThat(Kind.sequenceOf("READ")).isEmpty();
    }
}
