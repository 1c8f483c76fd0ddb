package io.marketbell.deadletter;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Replays dead letters. Replays are idempotent: a second replay, even concurrent or after a crash between publishing
 * and marking, returns the id of the first one, because both publish under the same idempotency key.
 *
 * <p>A letter of a callback is not published again, since its recipient is a URL: its callback is sent again.
 *
 * @param marking the executor that marks letters as replayed: the journal completes publications on a thread that
 *     must not block
 */
public record Replays(
        DeadLetterStore store,
        Republisher republisher,
        CallbackRetry callbacks,
        InstantSource clock,
        Executor marking) {
    /** The number of concurrent replays; the journal commits them together. */
    private static final int AT_ONCE = 100;

    /**
     * Returns the notification that repeats another one for one recipient: same content and event time, with the
     * default time to live of its type from now on. It has no callback: the publisher has already received the outcome
     * of the original.
     *
     * @param publisher the publisher name, see {@link Republisher}
     */
    public static Notification repeat(
            Notification original, String recipient, String id, String key, String publisher, Instant now) {
        return new Notification(
                id,
                original.type(),
                original.priority(),
                original.time(),
                original.instrument(),
                original.broker(),
                List.of(recipient),
                0,
                now.plus(original.type().defaultTimeToLive()),
                key,
                original.body(),
                publisher,
                now,
                null,
                original.id());
    }

    /** The result of one replay. */
    sealed interface Result {
        String letter();

        /** @param duplicate whether it was replayed before; id and offset are then those of the first replay */
        record Done(String letter, String id, long offset, boolean duplicate) implements Result {}

        /** There is nothing left to replay. */
        record Gone(String letter, String why) implements Result {}

        /** It could not be published; nothing has changed. */
        record Failed(String letter, Throwable cause) implements Result {}
    }

    /** @param remaining how many more letters match the filter after {@code last} */
    record Many(List<Result> results, String last, long remaining) {}

    /** Returns empty if the letter does not exist. */
    Optional<CompletableFuture<Result>> replay(String id, String who) {
        return store.byId(id).map(letter -> replay(letter, who));
    }

    /** Replays letters that were not replayed yet, oldest first. Blocks until all have completed. */
    Many replayAll(DeadLetterFilter filter, String after, int limit, String who) {
        List<DeadLetter> letters = store.unreplayed(filter, after, limit);
        List<Result> results = new ArrayList<>();
        String last = after;
        for (int from = 0; from < letters.size(); from += AT_ONCE) {
            List<DeadLetter> some = letters.subList(from, Math.min(letters.size(), from + AT_ONCE));
            var underway = some.stream().map(letter -> replay(letter, who)).toList();
            List<Result> came = underway.stream().map(CompletableFuture::join).toList();
            results.addAll(came);
            if (came.stream().allMatch(Result.Failed.class::isInstance)) {
                break;
            }
            last = some.get(some.size() - 1).id();
        }
        return new Many(results, last, store.countUnreplayed(filter, last));
    }

    private CompletableFuture<Result> replay(DeadLetter letter, String who) {
        if (letter.isReplayed()) {
            return completedFuture(new Result.Done(letter.id(), letter.replay().as(), 0, true));
        }
        if (letter.reason() != Reason.CALLBACK_FAILED && letter.notification().type() == NotificationType.UNKNOWN) {
            return completedFuture(new Result.Gone(
                    letter.id(),
                    "this release does not know the type "
                            + letter.notification().typeName()));
        }
        try {
            return (letter.reason() == Reason.CALLBACK_FAILED ? retryCallback(letter, who) : republish(letter, who))
                    .exceptionally(cause -> new Result.Failed(letter.id(), cause));
        } catch (RuntimeException e) {
            return completedFuture(new Result.Failed(letter.id(), e));
        }
    }

    private CompletableFuture<Result> republish(DeadLetter letter, String who) {
        return republisher
                .republish(letter.notification(), letter.recipient(), "dead-letter:" + letter.id())
                .thenApplyAsync(
                        replayed -> {
                            mark(letter, replayed.id(), who);
                            return (Result) new Result.Done(
                                    letter.id(), replayed.id(), replayed.offset(), replayed.duplicate());
                        },
                        marking)
                .toCompletableFuture();
    }

    private CompletableFuture<Result> retryCallback(DeadLetter letter, String who) {
        String notification = letter.notification().id();
        if (callbacks.retry(notification, letter.recipient()) == 0) {
            return completedFuture(new Result.Gone(letter.id(), "the outcome of this callback is no longer stored"));
        }
        mark(letter, notification, who);
        return completedFuture(new Result.Done(letter.id(), notification, 0, false));
    }

    private void mark(DeadLetter letter, String as, String who) {
        store.markReplayed(letter.id(), new DeadLetter.Replay(clock.instant().truncatedTo(ChronoUnit.MILLIS), as, who));
    }
}
