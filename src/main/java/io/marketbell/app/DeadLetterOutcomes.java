package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.publish.UndeliveredOutcome;
import java.util.List;
import java.util.function.Function;

/** Maps the dead letters of a notification to outcomes. */
record DeadLetterOutcomes(DeadLetters deadLetters) implements Function<String, List<UndeliveredOutcome>> {

    @Override
    public List<UndeliveredOutcome> apply(String notificationId) {
        return deadLetters.notification(notificationId).stream()
                .flatMap(notification -> deadLetters.reasonsOf(notificationId).entrySet().stream()
                        // The recipient of these letters is a URL, not a user.
                        .filter(letter -> letter.getValue() != Reason.CALLBACK_FAILED)
                        .map(letter -> new UndeliveredOutcome(notification, letter.getKey(), kind(letter.getValue()))))
                .toList();
    }

    private static Kind kind(Reason reason) {
        return reason == Reason.EXPIRED ? Kind.EXPIRED : Kind.DEAD;
    }
}
