package io.marketbell.deadletter;

import io.marketbell.database.DatabaseUnavailable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An in-memory store that can be made unavailable. */
final class MemoryDeadLetters implements DeadLetterStore {

    final TreeMap<String, DeadLetter> letters = new TreeMap<>();
    boolean away;
    int writes;

    /** Runs on each write. */
    Runnable onWrite = () -> {};

    @Override
    public synchronized int keep(List<DeadLetter> batch) {
        reach();
        onWrite.run();
        writes++;
        int fresh = 0;
        for (DeadLetter letter : batch) {
            Optional<DeadLetter> known = letters.values().stream()
                    .filter(other -> other.key().equals(letter.key()))
                    .findAny();
            DeadLetter kept = known.map(earlier -> earlier.failedAgain(letter)).orElse(letter);
            letters.put(kept.id(), kept);
            fresh += known.isPresent() ? 0 : 1;
        }
        return fresh;
    }

    @Override
    public synchronized Optional<DeadLetter> byId(String id) {
        reach();
        return Optional.ofNullable(letters.get(id));
    }

    @Override
    public synchronized List<DeadLetter> newest(DeadLetterFilter filter, String before, int limit) {
        reach();
        return letters.values().stream()
                .filter(letter -> matches(filter, letter))
                .filter(letter -> before == null || letter.id().compareTo(before) < 0)
                .sorted(Comparator.comparing(DeadLetter::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<DeadLetter> unreplayed(DeadLetterFilter filter, String after, int limit) {
        reach();
        return letters.values().stream()
                .filter(waiting(filter, after))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long countUnreplayed(DeadLetterFilter filter, String after) {
        return letters.values().stream().filter(waiting(filter, after)).count();
    }

    private static Predicate<DeadLetter> waiting(DeadLetterFilter filter, String after) {
        return letter -> matches(filter, letter)
                && !letter.isReplayed()
                && (after == null || letter.id().compareTo(after) > 0);
    }

    private static boolean matches(DeadLetterFilter filter, DeadLetter letter) {
        return (filter.reason() == null || filter.reason() == letter.reason())
                && (filter.type() == null
                        || filter.type() == letter.notification().type())
                && (filter.recipient() == null || filter.recipient().equals(letter.recipient()));
    }

    @Override
    public synchronized List<DeadLetter> ofNotification(String notificationId) {
        reach();
        return letters.values().stream()
                .filter(letter -> letter.notification().id().equals(notificationId))
                .toList();
    }

    @Override
    public synchronized void markReplayed(String id, DeadLetter.Replay replay) {
        reach();
        onWrite.run();
        letters.computeIfPresent(id, (key, letter) -> replayed(letter, replay));
    }

    private static DeadLetter replayed(DeadLetter letter, DeadLetter.Replay replay) {
        return new DeadLetter(
                letter.id(),
                letter.reason(),
                letter.recipient(),
                letter.attempts(),
                letter.detail(),
                letter.notification(),
                letter.createdAt(),
                letter.lastAttemptAt(),
                replay);
    }

    @Override
    public synchronized boolean delete(String id) {
        return letters.remove(id) != null;
    }

    @Override
    public synchronized long count() {
        reach();
        return letters.size();
    }

    @Override
    public synchronized long evictBeyond(long size) {
        reach();
        long before = letters.size();
        while (letters.size() > size) {
            letters.pollFirstEntry();
        }
        return before - letters.size();
    }

    private void reach() {
        if (away) {
            throw new DatabaseUnavailable("away", null);
        }
    }
}
