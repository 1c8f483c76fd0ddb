package io.marketbell.deadletter;

import static io.marketbell.deadletter.DeadLetters.Reason.CALLBACK_FAILED;
import static io.marketbell.deadletter.DeadLetters.Reason.EXPIRED;
import static io.marketbell.deadletter.DeadLetters.Reason.UNDELIVERABLE;
import static io.marketbell.deadletter.Fixtures.NOON;
import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.NotificationType;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of every dead-letter store. */
@OnEveryDatabase
class DeadLetterStoreTest {

    private static DeadLetter letter(int number, Reason reason, String recipient) {
        String id = String.format("01JD%022d", number);
        return new DeadLetter(id, reason, recipient, 1, "d" + number, fill("n" + number, recipient), NOON, NOON, null);
    }

    private static DeadLetter expired(int number) {
        return letter(number, EXPIRED, "alice");
    }

    private final Database database;
    private final DeadLetterStore store;

    DeadLetterStoreTest(DatabaseKind kind) {
        this.database = Database.over(kind.empty());
        this.store = new DatabaseDeadLetters(database);
    }

    private void keepExpired(int howMany) {
        store.keep(IntStream.range(0, howMany)
                .mapToObj(DeadLetterStoreTest::expired)
                .toList());
    }

    private static List<String> ids(List<DeadLetter> letters) {
        return letters.stream().map(each -> each.notification().id()).toList();
    }

    @Test
    void lettersWithReasonsOfANewerReleaseAreNotShownAndHideNoOther() {
        keepExpired(3);
        database.write(sql -> sql.update("UPDATE dead_letters SET reason = 'OVER_QUOTA' WHERE notification_id = 'n1'"));

        assertThat(ids(store.newest(DeadLetterFilter.ALL, null, 2))).containsExactly("n2", "n0");
        assertThat(ids(store.unreplayed(DeadLetterFilter.ALL, null, 10))).containsExactly("n0", "n2");
        assertThat(store.countUnreplayed(DeadLetterFilter.ALL, null)).isEqualTo(2);
        assertThat(store.byId(expired(1).id())).isEmpty();
        assertThat(store.ofNotification("n1")).isEmpty();
        assertThat(store.count()).isEqualTo(3);
    }

    @Test
    void letterIsReadBackUnchanged() {
        DeadLetter letter = letter(1, UNDELIVERABLE, "alice");
        assertThat(store.keep(List.of(letter))).isEqualTo(1);

        assertThat(store.byId(letter.id())).contains(letter);
        assertThat(store.ofNotification("n1")).containsExactly(letter);
        assertThat(store.byId("unknown")).isEmpty();
    }

    @Test
    void repeatedFailureIsStoredOnceAndUpdated() {
        store.keep(List.of(expired(1), expired(2)));
        DeadLetter again = new DeadLetter(
                "01JDLATER", EXPIRED, "alice", 7, null, fill("n1", "alice"), NOON, NOON.plusSeconds(9), null);

        assertThat(store.keep(List.of(again, expired(3)))).isEqualTo(1);

        DeadLetter kept = store.ofNotification("n1").get(0);
        assertThat(kept).isEqualTo(expired(1).failedAgain(again));
        assertThat(store.count()).isEqualTo(3);
    }

    @Test
    void rejectedLetterDoesNotBlockTheOthers() {
        store.keep(List.of(expired(1)));
        DeadLetter clash =
                new DeadLetter(expired(1).id(), EXPIRED, "bob", 1, null, fill("other", "bob"), NOON, NOON, null);

        assertThat(store.keep(List.of(expired(2), clash, expired(3)))).isEqualTo(2);
        assertThat(store.count()).isEqualTo(3);
    }

    @Test
    void searchesByEachFieldNewestFirstInPages() {
        keepExpired(5);
        store.keep(List.of(letter(5, UNDELIVERABLE, "bob"), letter(6, CALLBACK_FAILED, "https://hooks")));

        assertThat(ids(store.newest(DeadLetterFilter.ALL, null, 3))).containsExactly("n6", "n5", "n4");
        assertThat(ids(store.newest(DeadLetterFilter.ALL, expired(4).id(), 3))).containsExactly("n3", "n2", "n1");
        assertThat(ids(store.newest(new DeadLetterFilter(EXPIRED, null, null), null, 9)))
                .hasSize(5);
        assertThat(ids(store.newest(new DeadLetterFilter(null, null, "bob"), null, 9)))
                .containsExactly("n5");
        assertThat(store.newest(new DeadLetterFilter(EXPIRED, null, "bob"), null, 9))
                .isEmpty();
        assertThat(store.newest(new DeadLetterFilter(null, NotificationType.ORDER_FILLED, null), null, 9))
                .hasSize(7);
        assertThat(store.newest(new DeadLetterFilter(null, NotificationType.PRICE_ALERT, null), null, 9))
                .isEmpty();
    }

    @Test
    void replayedLetterIsNoLongerPending() {
        keepExpired(4);
        DeadLetter.Replay replay = new DeadLetter.Replay(NOON, "again", "olga");

        store.markReplayed(expired(1).id(), replay);

        assertThat(store.byId(expired(1).id()).orElseThrow().replay()).isEqualTo(replay);
        assertThat(ids(store.unreplayed(DeadLetterFilter.ALL, null, 2))).containsExactly("n0", "n2");
        assertThat(ids(store.unreplayed(DeadLetterFilter.ALL, expired(2).id(), 9)))
                .containsExactly("n3");
        assertThat(store.countUnreplayed(DeadLetterFilter.ALL, null)).isEqualTo(3);
        assertThat(store.countUnreplayed(new DeadLetterFilter(null, null, "bob"), null))
                .isZero();
    }

    @Test
    void oldestLettersAreEvicted() {
        keepExpired(5);

        assertThat(store.evictBeyond(3)).isEqualTo(2);
        assertThat(store.evictBeyond(3)).isZero();
        assertThat(ids(store.newest(DeadLetterFilter.ALL, null, 9))).containsExactly("n4", "n3", "n2");
        assertThat(store.delete(expired(3).id())).isTrue();
        assertThat(store.delete(expired(3).id())).isFalse();
        assertThat(store.evictBeyond(0)).isEqualTo(2);
        assertThat(store.count()).isZero();
    }

    @Test
    @Timeout(60)
    void thousandsOfLettersAreEvictedAtOnce() {
        keepExpired(5_000);

        assertThat(store.evictBeyond(1_000)).isEqualTo(4_000);
        assertThat(ids(store.unreplayed(DeadLetterFilter.ALL, null, 1))).containsExactly("n4000");
    }

    @Test
    void unreachableDatabaseIsReported() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        DeadLetterStore store = new DatabaseDeadLetters(Database.over(nowhere));

        assertThatThrownBy(store::count).isInstanceOf(DatabaseUnavailable.class);
        assertThatThrownBy(() -> store.keep(List.of(expired(1)))).isInstanceOf(DatabaseUnavailable.class);
    }
}
