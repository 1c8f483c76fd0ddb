package io.marketbell.deadletter;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.NotificationType;
import jakarta.data.Limit;
import jakarta.data.exceptions.DataConnectionException;
import jakarta.data.exceptions.DataException;
import jakarta.data.exceptions.EntityExistsException;
import jakarta.data.page.PageRequest;
import jakarta.data.page.PageRequest.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Letters in a database, by way of Jakarta Data. */
final class DatabaseLetters implements LetterStore {

    private static final System.Logger LOG = System.getLogger(DatabaseLetters.class.getName());
    /** So many ids go into one statement: enough to make eviction cheap, few enough for every database. */
    private static final int EVICTED_AT_ONCE = 10_000;

    private final LetterRows rows;

    DatabaseLetters(LetterRows rows) {
        this.rows = rows;
    }

    @Override
    public int keep(List<Letter> letters) {
        try {
            return keepTogether(letters);
        } catch (DataConnectionException e) {
            throw new LettersUnavailable("dead letters cannot be written", e);
        } catch (DataException e) {
            if (letters.size() == 1 && !(e instanceof EntityExistsException)) {
                throw new LettersUnavailable("a dead letter cannot be written", e);
            }
            // another node kept one of them meanwhile, or one cannot be kept at all: it must not hold back the others
            return keepEach(letters);
        }
    }

    private int keepTogether(List<Letter> letters) {
        Map<String, Letter> fresh = new LinkedHashMap<>();
        letters.forEach(letter -> fresh.put(letter.key().fingerprint(), letter));
        List<LetterRow> known = rows.withFingerprints(List.copyOf(fresh.keySet()));
        known.forEach(row -> row.take(row.letter().failedAgain(fresh.remove(row.fingerprint))));
        if (!known.isEmpty()) {
            rows.update(known);
        }
        if (!fresh.isEmpty()) {
            rows.insert(fresh.values().stream().map(LetterRow::of).toList());
        }
        return fresh.size();
    }

    private int keepEach(List<Letter> letters) {
        int kept = 0;
        List<Letter> refused = new ArrayList<>();
        DataException last = null;
        for (Letter letter : letters) {
            try {
                kept += keepTogether(List.of(letter));
            } catch (DataConnectionException e) {
                throw new LettersUnavailable("dead letters cannot be written", e);
            } catch (DataException e) {
                refused.add(letter);
                last = e;
            }
        }
        if (refused.size() == letters.size()) {
            throw new LettersUnavailable("dead letters cannot be written", last);
        }
        for (Letter letter : refused) {
            LOG.log(WARNING, "The database refuses dead letter {0}: {1}", letter.id(), last.getMessage());
        }
        return kept;
    }

    @Override
    public Optional<Letter> byId(String id) {
        return asking(() -> rows.byId(id).map(LetterRow::letter));
    }

    @Override
    public List<Letter> newest(LetterFilter filter, String before, int limit) {
        PageRequest first = PageRequest.ofSize(limit).withoutTotal();
        PageRequest page = before == null ? first : first.afterCursor(Cursor.forKey(before));
        return letters(() -> (filter.recipient() == null
                        ? rows.newest(reasons(filter), kinds(filter), page)
                        : rows.newestTo(reasons(filter), kinds(filter), filter.recipient(), page))
                .content());
    }

    @Override
    public List<Letter> unreplayed(LetterFilter filter, String after, int limit) {
        return letters(() -> filter.recipient() == null
                ? rows.unreplayed(start(after), reasons(filter), kinds(filter), Limit.of(limit))
                : rows.unreplayedTo(start(after), reasons(filter), kinds(filter), filter.recipient(), Limit.of(limit)));
    }

    @Override
    public long countUnreplayed(LetterFilter filter, String after) {
        return asking(() -> filter.recipient() == null
                ? rows.countUnreplayed(start(after), reasons(filter), kinds(filter))
                : rows.countUnreplayedTo(start(after), reasons(filter), kinds(filter), filter.recipient()));
    }

    @Override
    public List<Letter> ofNotification(String notificationId) {
        return asking(() -> rows.ofNotification(notificationId).stream()
                .map(LetterRow::letter)
                .toList());
    }

    @Override
    public void markReplayed(String id, Letter.Replay replay) {
        asking(() -> rows.markReplayed(id, replay.at().toEpochMilli(), replay.as(), replay.by()));
    }

    @Override
    public boolean delete(String id) {
        return asking(() -> rows.delete(id)) > 0;
    }

    @Override
    public long count() {
        return asking(rows::count);
    }

    @Override
    public long deleteOldest(long howMany) {
        return asking(() -> {
            long deleted = 0;
            while (deleted < howMany) {
                List<String> oldest = rows.oldest(Limit.of((int) Math.min(howMany - deleted, EVICTED_AT_ONCE)));
                if (oldest.isEmpty()) {
                    break;
                }
                deleted += rows.deleteThrough(oldest.get(oldest.size() - 1));
            }
            return deleted;
        });
    }

    private static String start(String after) {
        return after == null ? "" : after;
    }

    private static List<String> reasons(LetterFilter filter) {
        return filter.reason() != null
                ? List.of(filter.reason().name())
                : Arrays.stream(Reason.values()).map(Enum::name).toList();
    }

    private static List<String> kinds(LetterFilter filter) {
        return filter.type() != null
                ? List.of(filter.type().name())
                : Arrays.stream(NotificationType.values()).map(Enum::name).toList();
    }

    private static List<Letter> letters(Supplier<List<LetterRow>> query) {
        return asking(query).stream().map(LetterRow::letter).toList();
    }

    private static <T> T asking(Supplier<T> query) {
        try {
            return query.get();
        } catch (DataException e) {
            throw new LettersUnavailable("dead letters cannot be read", e);
        }
    }
}
