package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import java.util.concurrent.CompletionStage;

/** Publishes a notification again for one recipient that it did not reach. */
public interface Republisher {

    /**
     * Publishes a new notification of the same content with a new id, offset and time to live (the type's default), to
     * this recipient only, with {@code replayOf} naming the original: {@link Replays#repeat} makes it. Called twice
     * with the same key, also after a crash, it publishes once and answers the same id: the key must reach the journal,
     * under a publisher name that no user can have, with a content hash made from the key alone.
     *
     * @return fails with any exception where durable storage is away
     */
    CompletionStage<Replayed> republish(Notification original, String recipient, String idempotencyKey);

    /** @param offset its place in the journal; 0 for volatile ones */
    record Replayed(String id, long offset, boolean duplicate) {}
}
