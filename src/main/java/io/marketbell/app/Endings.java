package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.ingest.Ending;
import io.marketbell.notification.Outcome.Kind;
import java.util.List;
import java.util.function.Function;

/** Maps the dead letters of a notification to outcomes. */
record Endings(DeadLetters deadLetters) implements Function<String, List<Ending>> {

    @Override
    public List<Ending> apply(String notificationId) {
        return deadLetters.notification(notificationId).stream()
                .flatMap(notification -> deadLetters.reasonsOf(notificationId).entrySet().stream()
                        // The recipient of these letters is a URL, not a user.
                        .filter(letter -> letter.getValue() != Reason.CALLBACK_FAILED)
                        .map(letter -> new Ending(notification, letter.getKey(), kind(letter.getValue()))))
                .toList();
    }

    private static Kind kind(Reason reason) {
        return reason == Reason.EXPIRED ? Kind.EXPIRED : Kind.DEAD;
    }
}
