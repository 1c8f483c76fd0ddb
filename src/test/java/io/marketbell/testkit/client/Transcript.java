package io.marketbell.testkit.client;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All messages received by a connection, and methods that wait for more. A wait ends as soon as the expected message
 * arrives; if it does not arrive in time, it fails and shows the received messages.
 */
public final class Transcript {
    /** Long enough for a busy machine; a wait ends earlier if its condition is met. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Received> received = new ArrayList<>();

    synchronized void add(Received item) {
        received.add(item);
        notifyAll();
    }

    /** A copy of all messages so far. */
    public synchronized List<Received> all() {
        return List.copyOf(received);
    }

    public List<JsonObject> notifications() {
        return only(Received.Data.class)
                .flatMap(data -> data.notifications().stream())
                .toList();
    }

    public List<JsonObject> notifications(String type) {
        return notifications().stream()
                .filter(notification -> notification.getString("type").equals(type))
                .toList();
    }

    public List<Received.Data> frames() {
        return only(Received.Data.class).toList();
    }

    public List<Received.Status> events(String event) {
        return only(Received.Status.class)
                .filter(status -> status.event().equals(event))
                .toList();
    }

    public Optional<Received.Closed> closed() {
        return only(Received.Closed.class).findFirst();
    }

    private <T extends Received> Stream<T> only(Class<T> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Waits for this number of notifications. Returns all received ones. */
    public List<JsonObject> awaitNotifications(int count) {
        await(count + " notifications", PATIENCE, () -> notificationCount() >= count);
        return notifications();
    }

    public List<JsonObject> awaitNotifications(String type, int count) {
        await(count + " of " + type, PATIENCE, () -> notifications(type).size() >= count);
        return notifications(type);
    }

    /** Waits for a matching notification; it may have arrived before. */
    public JsonObject awaitNotification(String what, Predicate<JsonObject> predicate) {
        return awaitFirst(
                what,
                received -> received instanceof Received.Data data
                        ? data.notifications().stream().filter(predicate).findFirst()
                        : Optional.empty());
    }

    public JsonObject awaitEvent(String event) {
        return awaitFirst(
                event,
                received -> received instanceof Received.Status status
                                && status.event().equals(event)
                        ? Optional.of(status.json())
                        : Optional.empty());
    }

    public Received.Closed awaitClose() {
        return awaitClose(PATIENCE);
    }

    public Received.Closed awaitClose(Duration patience) {
        await("a close", patience, () -> closed().isPresent());
        return closed().orElseThrow();
    }

    public Reply awaitReply(long requestId) {
        return awaitFirst(
                "the reply to " + requestId,
                received -> received instanceof Received.Answer answer
                                && answer.reply().json().containsKey("req_id")
                                && answer.reply().json().getInt("req_id") == requestId
                        ? Optional.of(answer.reply())
                        : Optional.empty());
    }

    /** Waits for the first message for which the function returns a value; it may have arrived before. */
    public <T> T awaitFirst(String what, Function<Received, Optional<T>> find) {
        List<T> found = new ArrayList<>(1);
        int[] looked = {0};
        await(what, PATIENCE, () -> {
            while (found.isEmpty() && looked[0] < received.size()) {
                find.apply(received.get(looked[0]++)).ifPresent(found::add);
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** Waits for a condition on this transcript, evaluated after each message. */
    public synchronized void await(String what, Duration patience, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited " + patience + " for " + what + "; received " + summary());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    private synchronized int notificationCount() {
        int count = 0;
        for (Received item : received) {
            if (item instanceof Received.Data data) {
                count += data.notifications().size();
            }
        }
        return count;
    }

    private synchronized String summary() {
        int from = Math.max(0, received.size() - 10);
        return received.size() + " items with " + notificationCount() + " notifications, the last of them "
                + received.subList(from, received.size());
    }
}
