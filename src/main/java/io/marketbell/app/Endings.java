package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.ingest.Ending;
import io.marketbell.notification.Outcome;
import java.util.List;
import java.util.function.Function;

/** What the dead letters know of a notification, in the terms of outcomes. */
record Endings(DeadLetters deadLetters) implements Function<String, List<Ending>> {

    @Override
    public List<Ending> apply(String notificationId) {
        return deadLetters.of(notificationId).stream()
                .filter(letter -> letter.reason() != DeadLetters.Reason.CALLBACK_FAILED)
                .map(letter -> new Ending(letter.notification(), letter.recipient(), kind(letter.reason())))
                .toList();
    }

    private static Outcome.Kind kind(DeadLetters.Reason reason) {
        return reason == DeadLetters.Reason.EXPIRED ? Outcome.Kind.EXPIRED : Outcome.Kind.DEAD;
    }
}
