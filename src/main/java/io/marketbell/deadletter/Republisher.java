package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import java.util.concurrent.CompletionStage;

/** Publishes a notification again for one recipient that did not receive it. */
public interface Republisher {

    /**
     * Publishes a new notification of the same content with a new id, offset and time to live (the default of the
     * type), to this recipient only, with {@code replayOf} set to the id of the original; {@link Replays#repeat}
     * creates it. Idempotent, also across a crash: with the same key it publishes once and returns the same id. The
     * implementation must pass the key to the journal, under a publisher name that no user can have, with a content
     * hash computed from the key alone.
     *
     * @return completes exceptionally if durable storage is unavailable
     */
    CompletionStage<Replayed> republish(Notification original, String recipient, String idempotencyKey);

    /** @param offset its journal offset; 0 for volatile notifications */
    record Replayed(String id, long offset, boolean duplicate) {}
}
