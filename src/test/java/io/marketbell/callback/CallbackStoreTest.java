package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.database.ProductDatabases;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract of every callback store. */
@OnEveryDatabase
class CallbackStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Callback callback(int number, String host) {
        NotificationType type = NotificationType.ORDER_FILLED;
        Notification fill = new Notification(
                "n" + number,
                type,
                type.defaultPriority(),
                NOON,
                "AAPL",
                "alpaca",
                List.of("alice"),
                816,
                NOON.plus(type.defaultTimeToLive()),
                null,
                "{\"note\":\"für\"}",
                "gateway",
                NOON,
                "https://" + host + "/fills",
                null);
        return Callback.of(
                String.format("01JD%022d", number), new Outcome(fill, Outcome.Kind.SENT, "alice", NOON, 1), NOON);
    }

    private final DataSource source;
    private final CallbackStore store;
    private final Callback first = callback(1, "one.example.com");
    private final Callback second = callback(2, "two.example.com");

    CallbackStoreTest(DatabaseKind database) {
        this.source = database.empty();
        this.store = store(source);
    }

    private List<Callback> due(Instant now) {
        return store.due(now, Set.of(), 10);
    }

    @Test
    void storedCallbackIsReadBackUnchanged() {
        store.add(List.of(first, second));

        assertThat(due(NOON)).containsExactly(first, second);
        assertThat(store.due(NOON, Set.of(first.host()), 10)).containsExactly(second);
        assertThat(store.due(NOON, Set.of(), 1)).containsExactly(first);
        assertThat(due(NOON.minusSeconds(1))).isEmpty();
        assertThat(store.count()).isEqualTo(2);
    }

    @Test
    void callbacksOfOtherHostsAreDueInTheOrderOfTheirTime() {
        Callback third = callback(3, "three.example.com").due(0, NOON.minusSeconds(1));
        Callback fourth = callback(4, "two.example.com");
        store.add(List.of(first, second, third, fourth));

        assertThat(store.due(NOON, Set.of(first.host()), 10)).containsExactly(third, second, fourth);
        assertThat(store.due(NOON, Set.of(first.host()), 2)).containsExactly(third, second);
        assertThat(store.due(NOON, Set.of(first.host(), second.host(), third.host()), 10))
                .isEmpty();
    }

    @Test
    void outcomeOfANewerReleaseIsSentUnderItsName() {
        store.add(List.of(first));
        Database.over(source).write(sql -> sql.update("UPDATE callbacks SET outcome = 'SEEN'"));

        List<Callback> due = store.due(NOON, Set.of(), 10);

        assertThat(due).hasSize(1);
        assertThat(due.get(0).body(1)).contains("\"outcome\":\"SEEN\"");
    }

    @Test
    void rowsOfABusyHostAreNotRead() {
        DataSource source = ProductDatabases.h2();
        store(source).add(List.of(first, second));
        Database.over(source)
                .write(sql -> sql.update(
                        "INSERT INTO callbacks (id, notification_id, url, host, outcome, happened_at, notification,"
                                + " attempts, created_at, due_at) SELECT 'more' || x, 'n', 'u', 'one.example.com:443', 'SENT', 0, '', 0,"
                                + " 0, 0 FROM SYSTEM_RANGE(1, 500)"));

        assertThat(scanned(source, DatabaseCallbacks.NEXT_HOST, "one.example.com:443" + DatabaseCallbacks.AFTER))
                .isLessThan(5);
        assertThat(scanned(source, DatabaseCallbacks.DUE_OF_HOST, "two.example.com:443", Long.MAX_VALUE, 100))
                .isLessThan(5);
        assertThat(store(source).due(NOON, Set.of(first.host()), 10)).containsExactly(second);
    }

    @Test
    void theNumberOfQueriesDoesNotGrowWithTheNumberOfHosts() {
        List<Callback> many = IntStream.range(1, 3 * DatabaseCallbacks.HOSTS_AT_MOST)
                .mapToObj(number ->
                        callback(number, "host" + number + ".example.com").due(0, NOON.minusSeconds(number)))
                .toList();
        store.add(many);
        AtomicInteger queries = new AtomicInteger();
        Set<String> busy = Set.of(many.get(many.size() - 1).host(), "down.example.com:443");

        List<Callback> due = store(counting("executeQuery", queries, DataSource.class, source))
                .due(NOON, busy, 3);

        assertThat(due).containsExactly(many.get(297), many.get(296), many.get(295));
        assertThat(queries).hasValueLessThan(3 * DatabaseCallbacks.HOSTS_AT_MOST);
    }

    @Test
    void manyGivenUpCallbacksAreDeletedInSeveralTransactions() {
        List<Callback> many = IntStream.range(0, DatabaseCallbacks.FORGOTTEN_AT_ONCE + 1)
                .mapToObj(number -> callback(number, "one.example.com"))
                .toList();
        store.add(many);
        store.giveUp(many.subList(1, many.size()), NOON);
        store.giveUp(many.subList(0, 1), NOON.plus(MINUTE));
        AtomicInteger transactions = new AtomicInteger();

        store(counting("getConnection", transactions, DataSource.class, source)).deleteGivenUp(NOON.plus(MINUTE));

        assertThat(store.count()).isEqualTo(1);
        assertThat(transactions).hasValueGreaterThanOrEqualTo(2);
    }

    /** Returns a proxy that counts the calls of a method, also on the connections and statements that it returns. */
    private static <T> T counting(String counted, AtomicInteger calls, Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                CallbackStoreTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.addAndGet(method.getName().equals(counted) ? 1 : 0);
                    Object result = method.invoke(real, arguments);
                    return result instanceof Connection || result instanceof PreparedStatement
                            ? counting(counted, calls, method.getReturnType(), result)
                            : result;
                }));
    }

    private static CallbackStore store(DataSource source) {
        return new DatabaseCallbacks(Database.over(source));
    }

    /** Returns the number of rows that H2 reads for a query. */
    private static int scanned(DataSource source, String query, Object... parameters) {
        return Database.over(source)
                .read(sql -> sql.list(row -> row.getString(1), "EXPLAIN ANALYZE " + query, parameters))
                .stream()
                .flatMap(plan ->
                        Pattern.compile("scanCount: (\\d+)").matcher(plan).results())
                .mapToInt(count -> Integer.parseInt(count.group(1)))
                .sum();
    }

    @Test
    void onlyOneOfTwoConcurrentClaimsSucceeds() {
        store.add(List.of(first));

        assertThat(store.claim(List.of(first), NOON.plus(MINUTE))).containsExactly(first.due(0, NOON.plus(MINUTE)));
        assertThat(store.claim(List.of(first), NOON.plus(MINUTE))).isEmpty();
        assertThat(due(NOON)).isEmpty();
        assertThat(due(NOON.plus(MINUTE))).hasSize(1);
    }

    @Test
    void callerWhoseLeaseHasPassedToAnotherChangesNothing() {
        store.add(List.of(first));
        List<Callback> late = store.claim(List.of(first), NOON.plus(MINUTE));
        Instant until = NOON.plus(MINUTE.multipliedBy(2));
        List<Callback> current = store.claim(due(NOON.plus(MINUTE)), until);

        store.putOff(List.of(new CallbackStore.Retry(late.get(0), NOON)));

        assertThat(store.giveUp(late, NOON)).isZero();
        assertThat(store.held(late)).isEmpty();
        assertThat(store.held(current)).isEqualTo(current);
        assertThat(due(until)).containsExactly(first.due(0, until));
    }

    @Test
    void failedCallbackIsDueLaterAndSentCallbackIsRemoved() {
        store.add(List.of(first, second));

        store.putOff(List.of(new CallbackStore.Retry(first, NOON.plus(MINUTE))));
        store.remove(List.of(second.id()));

        assertThat(due(NOON)).isEmpty();
        assertThat(due(NOON.plus(MINUTE)))
                .singleElement()
                .extracting(Callback::attempts)
                .isEqualTo(1);
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void givenUpCallbackIsKeptForARetryAndFinallyDeleted() {
        store.add(List.of(first, second));
        assertThat(store.giveUp(List.of(first, second), NOON)).isEqualTo(2);
        assertThat(due(NOON.plus(Duration.ofDays(365)))).isEmpty();
        assertThat(store.waitingSince(NOON.plus(MINUTE), 10)).isEmpty();

        assertThat(store.retry("n1", first.url(), NOON.plus(MINUTE))).isEqualTo(1);
        assertThat(store.retry("n1", "https://elsewhere.example.com", NOON)).isZero();

        assertThat(due(NOON.plus(MINUTE)))
                .singleElement()
                .satisfies(again -> assertThat(again.attempts()).isZero());
        store.deleteGivenUp(NOON.plus(MINUTE));
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void overdueCallbacksAreFound() {
        store.add(List.of(first));

        assertThat(store.waitingSince(NOON, 10)).isEmpty();
        assertThat(store.waitingSince(NOON.plus(MINUTE), 10)).containsExactly(first);
    }

    @Test
    void emptyBatchesAreAccepted() {
        store.add(List.of());
        store.remove(List.of());

        assertThat(store.claim(List.of(), NOON)).isEmpty();
        assertThat(store.count()).isZero();
    }

    @Test
    void callbackAddedTwiceIsStoredOnce() {
        store.add(List.of(first));

        assertThat(store.add(List.of(first, second))).isEmpty();

        assertThat(store.count()).isEqualTo(2);
    }

    @Test
    void callbackThatCannotBeStoredDoesNotBlockOthers() {
        Callback tooLong = callback(3, "x".repeat(3_000) + ".example.com");

        assertThat(store.add(List.of(first, tooLong, second))).containsExactly(tooLong);

        assertThat(store.count()).isEqualTo(2);
    }
}
