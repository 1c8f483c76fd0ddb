package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.notification.Priority;
import io.marketbell.testkit.clock.TestClock;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.sql.DataSource;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ProtocolException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The dispatcher on a real table, with a simulated network and clock. */
class CallbackDispatcherTest {

    private static final Duration LEASE = Duration.ofSeconds(60);

    private final TestClock clock = new TestClock();
    private final DataSource database = ProductDatabases.h2();
    private final CallbackStore store = new DatabaseCallbacks(Database.over(database));
    private final Wire network = new Wire();
    private final Letters letters = new Letters();
    private final CallbackDispatcher.Counts counts = new CallbackDispatcher.Counts();
    private String secret = "whsec";
    private String previous;
    private CallbackDispatcher callbacks;

    @BeforeEach
    void open() {
        callbacks = callbacks(10_000);
    }

    private CallbackDispatcher callbacks(long pending) {
        CallbackAllowlist allowlist = new CallbackAllowlist(List.of("*.example.com"));
        return new CallbackDispatcher(
                store,
                new CallbackAttempts(network, new TwoSecrets(), allowlist, clock),
                new Backoff(5, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                new CallbackDispatcher.Limits(
                        100,
                        pending,
                        16,
                        new HostLimiter.Limits(4, 3, Duration.ofSeconds(30)),
                        LEASE,
                        Duration.ofHours(1),
                        Duration.ofDays(7)),
                allowlist,
                letters,
                clock,
                () -> 1,
                counts);
    }

    private final class TwoSecrets implements SigningSecrets {
        @Override
        public Optional<String> of(String publisher) {
            return Optional.ofNullable(secret);
        }

        @Override
        public Optional<String> previous(String publisher) {
            return Optional.ofNullable(previous);
        }
    }

    @Test
    void duringARotationBothSecretsSign() {
        previous = "whsec_old";
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();

        Post post = network.posts.get(0);
        long timestamp = Long.parseLong(post.headers.get("X-Marketbell-Timestamp"));
        assertThat(post.headers)
                .containsEntry("X-Marketbell-Signature", CallbackSignature.of("whsec", timestamp, post.body))
                .containsEntry(
                        "X-Marketbell-Signature-Previous", CallbackSignature.of("whsec_old", timestamp, post.body));
    }

    @Test
    void outcomeIsSignedSentAndDeleted() {
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();

        Post post = network.posts.get(0);
        assertThat(post.body)
                .isEqualTo("{\"id\":\"n1\",\"outcome\":\"SENT\",\"recipient\":\"alice\",\"offset\":816,"
                        + "\"time\":\"2026-11-23T12:00:00Z\",\"attempt\":1,\"sequence\":3}");
        String timestamp = post.headers.get("X-Marketbell-Timestamp");
        assertThat(timestamp).isEqualTo(Long.toString(TestClock.NOON.getEpochSecond()));
        assertThat(post.headers.get("X-Marketbell-Signature"))
                .isEqualTo(CallbackSignature.of("whsec", Long.parseLong(timestamp), post.body));

        assertThat(post.headers).doesNotContainKey("X-Marketbell-Signature-Previous");

        post.answer(204);
        callbacks.pump();
        assertThat(store.count()).isZero();
        assertThat(letters.kept).isEmpty();
    }

    @Test
    void outcomeForAllRecipientsNamesNoRecipient() {
        callbacks.take(outcome("n1", Kind.QUEUED, null));
        callbacks.pump();
        assertThat(network.posts.get(0).body).contains("\"recipient\":null");
    }

    @Test
    void failureIsRetriedWithBackoffAndFinallyBecomesADeadLetter() {
        network.automatic.addAll(List.of(500, 302, 404, 503, 500));
        callbacks.take(outcome("n1", Kind.ACKED, "alice"));
        List<Long> secondsBetween = new ArrayList<>();
        for (int attempt = 1; attempt <= 5; attempt++) {
            long waited = 0;
            callbacks.pump();
            while (network.posts.size() < attempt) {
                clock.advance(Duration.ofSeconds(1));
                waited++;
                callbacks.pump();
            }
            secondsBetween.add(waited);
        }
        callbacks.pump();

        assertThat(secondsBetween).containsExactly(0L, 1L, 7L, 45L, 300L);
        assertThat(network.posts).extracting(post -> post.body).allMatch(body -> body.contains("\"ACKED\""));
        assertThat(network.posts.get(4).body).contains("\"attempt\":5");
        assertThat(letters.kept)
                .containsExactly(
                        "n1 https://hooks.example.com/n1 CALLBACK_FAILED 5 ACKED: the callback returned status 500");
        clock.advance(Duration.ofDays(1));
        callbacks.pump();
        assertThat(network.posts).hasSize(5);
    }

    @Test
    void callbackIsGivenUpOnlyAfterItsDeadLetterIsWritten() {
        secret = null;
        letters.away = true;
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();
        callbacks.pump();
        assertThat(counts.givenUp.sum()).isZero();

        letters.away = false;
        callbacks.pump();
        assertThat(counts.givenUp.sum()).isEqualTo(1);
        assertThat(letters.kept).isNotEmpty();
    }

    @Test
    void deadLetterIsSentAgainOnRequest() {
        secret = null;
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();
        callbacks.pump();
        assertThat(letters.kept).hasSize(1);
        assertThat(network.posts).isEmpty();

        secret = "whsec";
        assertThat(callbacks.retry("n1", "https://hooks.example.com/n1")).isEqualTo(1);
        assertThat(callbacks.retry("n1", "https://hooks.example.com/n1")).isEqualTo(1);
        callbacks.pump();
        network.posts.get(0).answer(200);
        callbacks.pump();
        assertThat(network.posts).hasSize(1);
        assertThat(callbacks.retry("n1", "https://hooks.example.com/n1")).isZero();
    }

    @Test
    void outcomeThatCannotBeStoredBecomesADeadLetterAndBlocksNoOther() {
        callbacks.take(outcome("n1", Kind.SENT, "a".repeat(3_000)));
        callbacks.take(outcome("n2", Kind.SENT, "alice"));
        callbacks.pump();

        assertThat(network.posts).hasSize(1);
        assertThat(letters.kept).singleElement().asString().endsWith("SENT: the callback cannot be stored");
        assertThat(callbacks.pending()).isEqualTo(1);
    }

    @Test
    void newOutcomesAreStoredWhileALongQueueIsSent() {
        for (int i = 0; i < 100; i++) {
            callbacks.take(outcome("n" + i, Kind.SENT, "alice"));
        }
        network.automatic.addAll(Collections.nCopies(300, 204));
        AtomicInteger more = new AtomicInteger();
        network.onPost = () -> {
            for (int i = 0; i < 2 && more.get() < 200; i++) {
                callbacks.take(outcome("m" + more.incrementAndGet(), Kind.SENT, "alice"));
            }
        };

        callbacks.pump();

        assertThat(counts.overflowed.sum()).isZero();
        assertThat(network.posts).hasSize(300);
    }

    @Test
    void errorOfTheSenderIsAFailedAttempt() {
        network.error = new StackOverflowError("planted");
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();
        assertThat(callbacks.underway()).isZero();
        assertThat(counts.failedAttempts.sum()).isEqualTo(1);

        network.error = null;
        callbacks.pump();
        clock.advance(Duration.ofSeconds(1));
        callbacks.pump();
        assertThat(network.posts).hasSize(2);
    }

    @Test
    void waitingCallbacksSurviveARestart() {
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();
        assertThat(network.posts).hasSize(1);

        CallbackDispatcher restarted = callbacks(10_000);
        restarted.pump();
        assertThat(network.posts).as("still leased to the process that died").hasSize(1);
        clock.advance(LEASE);
        restarted.pump();
        assertThat(network.posts).hasSize(2);
    }

    @Test
    void failingHostIsPausedAndThenTriedOnce() {
        network.down = true;
        for (int i = 0; i < 20; i++) {
            callbacks.take(outcome("n" + i, Kind.SENT, "alice"));
        }
        callbacks.pump();
        int before = network.posts.size();
        assertThat(before).isBetween(3, 4);
        assertThat(counts.breakersOpened.sum()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(29));
        callbacks.pump();
        assertThat(network.posts).hasSize(before);

        clock.advance(Duration.ofSeconds(1));
        network.down = false;
        callbacks.pump();
        assertThat(network.posts).as("one tries").hasSize(before + 1);
        network.posts.get(before).answer(200);
        callbacks.pump();
        assertThat(network.posts).as("as many as the limit allows follow").hasSize(before + 5);
    }

    @Test
    void unavailableHostDoesNotBlockOthers() {
        network.down = true;
        for (int i = 0; i < 40; i++) {
            callbacks.take(outcome("n" + i, Kind.SENT, "alice"));
        }
        callbacks.pump();
        network.down = false;
        int before = network.posts.size();
        callbacks.take(outcome("other", Kind.SENT, "alice", "https://other.example.com/"));
        callbacks.pump();

        assertThat(network.posts).hasSize(before + 1);
        assertThat(network.posts.get(before).url.getHost()).isEqualTo("other.example.com");
    }

    @Test
    void callbacksOfAHostThatStaysUnavailableBecomeDeadLetters() {
        network.down = true;
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        for (int i = 0; i < 4; i++) {
            callbacks.take(outcome("m" + i, Kind.SENT, "alice"));
        }
        callbacks.pump();
        clock.advance(Duration.ofMinutes(61));
        callbacks.pump();

        assertThat(letters.kept).hasSize(5).allMatch(letter -> letter.contains("no attempt succeeded within PT1H"));
    }

    @Test
    void outcomeBecomesADeadLetterImmediatelyIfTheQueueIsFull() {
        for (int i = 0; i < 103; i++) {
            callbacks.take(outcome("n" + i, Kind.SENT, "alice"));
        }
        assertThat(letters.kept).hasSize(3).allMatch(letter -> letter.endsWith("SENT: the callback queue is full"));
        assertThat(counts.overflowed.sum()).isEqualTo(3);
        assertThat(callbacks.pending()).isEqualTo(100);
    }

    @Test
    void tableIsBounded() {
        CallbackDispatcher small = callbacks(10);
        network.down = true;
        for (int i = 0; i < 12; i++) {
            small.take(outcome("n" + i, Kind.SENT, "alice"));
            small.pump();
        }
        assertThat(store.count()).isEqualTo(10);
        assertThat(letters.kept).hasSize(2);
    }

    @Test
    void outcomesStayInMemoryWhileTheDatabaseIsUnavailable() throws SQLException {
        execute("ALTER TABLE callbacks RENAME TO away");
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        callbacks.pump();
        assertThat(network.posts).isEmpty();

        execute("ALTER TABLE away RENAME TO callbacks");
        callbacks.pump();
        assertThat(network.posts).hasSize(1);
    }

    static Stream<Arguments> failures() {
        String url = "https://hooks.example.com/?token=geheim";
        return Stream.of(
                Arguments.of(
                        new SSLHandshakeException(url), "the TLS connection failed; check the certificate of the host"),
                Arguments.of(new ConnectionClosedException(url), "the connection ended before a valid response"),
                Arguments.of(new SocketException(url), "the connection ended before a valid response"),
                Arguments.of(new ProtocolException(url), "the connection ended before a valid response"),
                Arguments.of(new SocketTimeoutException(url), "the callback timed out"),
                Arguments.of(new IllegalStateException(url), "the callback could not be sent"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureDetailContainsNeitherClassNamesNorSecretsOfTheUrl(Exception failure, String detail) {
        network.failure = failure;
        callbacks.take(outcome("n1", Kind.SENT, "alice"));
        for (int i = 0; i < 6; i++) {
            callbacks.pump();
            clock.advance(Duration.ofMinutes(6));
        }
        assertThat(letters.kept).hasSize(1).allMatch(letter -> letter.endsWith("SENT: " + detail));
    }

    @Test
    void hostRemovedFromTheAllowlistReceivesNothing() {
        callbacks.take(outcome("n1", Kind.SENT, "alice", "https://elsewhere.net/"));
        callbacks.pump();
        assertThat(network.posts).isEmpty();
        assertThat(letters.kept).hasSize(1);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Outcome outcome(String id, Kind kind, String recipient) {
        return outcome(id, kind, recipient, "https://hooks.example.com/" + id);
    }

    private static Outcome outcome(String id, Kind kind, String recipient, String url) {
        Notification fill = new Notification(
                id,
                NotificationType.ORDER_FILLED,
                Priority.CRITICAL,
                TestClock.NOON,
                "AAPL",
                "alpaca",
                List.of("alice", "bob"),
                816,
                TestClock.NOON.plus(Duration.ofDays(7)),
                null,
                "{}",
                "gateway",
                TestClock.NOON,
                url,
                null);
        return new Outcome(fill, kind, recipient, TestClock.NOON, 1);
    }

    private record Post(URI url, Map<String, String> headers, String body, CompletableFuture<Integer> response) {
        void answer(int status) {
            response.complete(status);
        }
    }

    /** Responds when the test completes it, or immediately. */
    private static final class Wire implements CallbackSender {
        final List<Post> posts = new ArrayList<>();
        final Deque<Integer> automatic = new ArrayDeque<>();
        boolean down;
        Exception failure;
        Error error;
        Runnable onPost = () -> {};

        @Override
        public CompletionStage<Integer> post(URI url, Map<String, String> headers, String body) {
            Post post = new Post(url, headers, body, new CompletableFuture<>());
            posts.add(post);
            onPost.run();
            if (error != null) {
                throw error;
            } else if (failure instanceof RuntimeException immediate) {
                throw immediate;
            } else if (failure != null) {
                post.response.completeExceptionally(failure);
            } else if (down) {
                post.response.completeExceptionally(new ConnectException("refused"));
            } else if (!automatic.isEmpty()) {
                post.answer(automatic.poll());
            }
            return post.response;
        }
    }

    private static final class Letters implements DeadLetters {
        final List<String> kept = new ArrayList<>();
        boolean away;

        @Override
        public void add(Notification notification, String recipient, Reason reason, int attempts, String detail) {
            kept.add(notification.id() + " " + recipient + " " + reason + " " + attempts + " " + detail);
        }

        @Override
        public boolean flush() {
            return !away;
        }

        @Override
        public java.util.Optional<Notification> notification(String id) {
            return java.util.Optional.empty();
        }

        @Override
        public Map<String, Reason> reasonsOf(String notificationId) {
            return Map.of();
        }
    }
}
