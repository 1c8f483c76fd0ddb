package io.marketbell.deadletter;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.Notification;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Gives dead letters another chance. A letter is replayed once: a second replay, even at the same moment or after a crash
 * between publishing and marking, answers with the first one's id, because both publish under the same idempotency key.
 *
 * <p>A letter of a callback is not published again, since its recipient is a URL: its callback is told again.
 */
public final class Replays {

    /** So many are on their way at once; the journal commits them together. */
    private static final int AT_ONCE = 100;

    private final DeadLetterStore store;
    private final Republisher republisher;
    private final CallbackRetry callbacks;
    private final InstantSource clock;
    private final Executor marking;

    /** @param marking on which letters are marked: the journal completes what was published on a thread that must not wait */
    Replays(
            DeadLetterStore store,
            Republisher republisher,
            CallbackRetry callbacks,
            InstantSource clock,
            Executor marking) {
        this.store = store;
        this.republisher = republisher;
        this.callbacks = callbacks;
        this.clock = clock;
        this.marking = marking;
    }

    /**
     * The notification that repeats another for one recipient: same content and time of the event, the default time to
     * live of its type from now on. It has no callback: its publisher was told what became of the original.
     *
     * @param publisher in whose name, see {@link Republisher}
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

    /** What came of one replay. */
    sealed interface Result {
        String letter();

        /** @param duplicate it was replayed before; this is what came of it then */
        record Done(String letter, String id, long offset, boolean duplicate) implements Result {}

        /** There is nothing left to replay. */
        record Gone(String letter, String why) implements Result {}

        /** It could not be published now; nothing has changed. */
        record Failed(String letter, Throwable cause) implements Result {}
    }

    /** @param remaining how many more match the filter and come after {@code last} */
    record Many(List<Result> results, String last, long remaining) {}

    /** Empty where there is no letter of this id. */
    Optional<CompletableFuture<Result>> replay(String id, String who) {
        return store.byId(id).map(letter -> replay(letter, who));
    }

    /** Those that nobody replayed yet, the oldest first. Waits for them. */
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
