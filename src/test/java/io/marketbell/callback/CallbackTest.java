package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Sample;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallbackTest {
    private static final Instant TIME = Instant.parse("2026-11-23T10:00:01.5Z");

    @Test
    void theBodyNamesTheOutcomeAndItsRecipient() {
        Notification fill = Sample.fill("alice").at(816);
        Callback callback = Callback.of("C1", new Outcome(fill, Outcome.Kind.ACKED, "a\"b", TIME, 1), TIME);

        assertThat(callback.body(2))
                .isEqualTo(
                        "{\"id\":\"" + fill.id() + "\",\"outcome\":\"ACKED\",\"recipient\":\"a\\\"b\",\"offset\":816,"
                                + "\"time\":\"2026-11-23T10:00:01.500Z\",\"attempt\":2,\"sequence\":4}");
    }

    @Test
    void anOutcomeForAllRecipientsHasNoneAndAVolatileNotificationNoOffset() {
        Notification price = Sample.price("AAPL");
        Callback callback = Callback.of("C1", new Outcome(price, Outcome.Kind.QUEUED, null, TIME, 1), TIME);

        assertThat(callback.body(1))
                .isEqualTo("{\"id\":\"" + price.id() + "\",\"outcome\":\"QUEUED\",\"recipient\":null,"
                        + "\"time\":\"2026-11-23T10:00:01.500Z\",\"attempt\":1,\"sequence\":1}");
    }

    /** An outcome that a node of a newer release has stored. */
    @Test
    void anUnknownOutcomeHasNoSequence() {
        Notification fill = Sample.fill("alice").at(816);
        Callback known = Callback.of("C1", new Outcome(fill, Outcome.Kind.SENT, "alice", TIME, 1), TIME);
        Callback unknown = new Callback("C1", known.notification(), "READ", "alice", TIME, 0, TIME, TIME);

        assertThat(known.body(1)).endsWith(",\"sequence\":3}");
        assertThat(unknown.body(1)).doesNotContain("sequence");
    }
}
