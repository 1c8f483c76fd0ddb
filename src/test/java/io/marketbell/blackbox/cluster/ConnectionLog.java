package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Received;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Everything that one connection of a client received, with times. Thread-safe. */
final class ConnectionLog {
    /** @param history whether it arrived between {@code resuming} and {@code resumed} */
    record Delivery(long at, long offset, String id, String key, boolean redelivered, boolean history) {}

    /** A price. @param key the instrument and the broker @param id ordered by time */
    record Price(long at, String key, String id) {}

    record Gap(long at, long from, long to, String reason) {}

    private final String client;
    private final String user;
    private final int number;
    private final String node;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Price> prices = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Long> frames = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long resumesAfter = -1;
    private long subscribedAt = Long.MAX_VALUE;
    private boolean history;

    /** @param number counts the connections of the client from 1 */
    ConnectionLog(String client, String user, int number, String node) {
        this.client = client;
        this.user = user;
        this.number = number;
        this.node = node;
    }

    String user() {
        return user;
    }

    String client() {
        return client;
    }

    /** Must be called before the subscription is sent. */
    synchronized void subscribes(long at, long after) {
        subscribedAt = at;
        resumesAfter = after;
        note(at, "subscribes after " + after);
    }

    synchronized void note(long at, String text) {
        lines.add("%8d %s %s".formatted(at, this, text));
    }

    synchronized void add(long at, Received message) {
        if (message instanceof Received.Data data) {
            frames.add(data.seq());
            data.notifications().forEach(each -> take(at, each));
        } else if (message instanceof Received.Status status) {
            note(at, status.json().toString());
            status(at, status);
        } else if (message instanceof Received.Answer answer) {
            note(at, answer.reply().json().toString());
            if (!answer.reply().success() && answer.reply().errorCode() / 100 == 4) {
                refusals.add(answer.reply().json().toString());
            }
        } else if (message instanceof Received.Closed closed) {
            note(at, closed.toString());
        }
    }

    private void take(long at, JsonObject notification) {
        if (notification.containsKey("offset")) {
            deliver(at, notification);
        } else if (notification.containsKey("instrument")) {
            String key = notification.getString("instrument") + ' ' + notification.getString("broker", "");
            Price price = new Price(at, key, notification.getString("id"));
            prices.add(price);
            note(at, price.toString());
        }
    }

    private void deliver(long at, JsonObject notification) {
        Delivery delivery = new Delivery(
                at,
                notification.getJsonNumber("offset").longValue(),
                notification.getString("id"),
                notification.getString("key", ""),
                notification.getBoolean("redelivered"),
                history);
        deliveries.add(delivery);
        note(at, delivery.toString());
    }

    private void status(long at, Received.Status status) {
        switch (status.event()) {
            case "resuming" -> history = true;
            case "resumed" -> history = false;
            case "gap" ->
                gaps.add(new Gap(
                        at,
                        status.json().getJsonNumber("from").longValue(),
                        status.json().getJsonNumber("to").longValue(),
                        status.json().getString("reason")));
            default -> {
                // does not concern durable notifications
            }
        }
    }

    /** The offset that it resumes after; -1 if it has not subscribed. */
    synchronized long resumesAfter() {
        return resumesAfter;
    }

    /** When it subscribed; everything that its user received earlier is a repetition. */
    synchronized long subscribedAt() {
        return subscribedAt;
    }

    synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    synchronized List<Price> prices() {
        return List.copyOf(prices);
    }

    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** The numbers of the data frames. */
    synchronized List<Long> frames() {
        return List.copyOf(frames);
    }

    /** Requests that were answered with 4xx. */
    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** One line for each message, for a person. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        return client + '#' + number + '@' + node;
    }
}
