package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.thread.AtOnce;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Two nodes that send the callbacks of one PostgreSQL. */
class CallbacksOfTwoNodesTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int CALLBACKS = 30;
    private static final int ROUNDS = 3;

    private final TestClock clock = new TestClock();
    private final Database database = Database.over(ProductDatabases.postgres());
    private final Node one = new Node();
    private final Node other = new Node();
    private int outcomes;

    @Test
    void callbackIsSentByOneNode() {
        one.status = 204;
        other.status = 204;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < CALLBACKS; i++) {
                one.take();
            }

            AtOnce.run(List.of(pumping(one), pumping(other)));

            assertThat(one.posts.size() + other.posts.size())
                    .as("posts after round %s", round)
                    .isEqualTo((round + 1) * CALLBACKS);
        }
    }

    private static Callable<Boolean> pumping(Node node) {
        return () -> {
            for (int i = 0; i < 10; i++) {
                node.callbacks.pump();
            }
            return true;
        };
    }

    @Test
    void callbackInFlightAtANodeThatEndsIsSentByAnother() {
        one.take();
        one.callbacks.pump();
        other.callbacks.pump();
        assertThat(other.posts).isEmpty();

        clock.advance(LEASE);
        other.callbacks.pump();

        assertThat(other.posts).hasSize(1);
    }

    @Test
    void lateResultOfOneNodeDoesNotEndTheAttemptOfAnother() {
        one.take();
        one.callbacks.pump();
        clock.advance(LEASE);
        other.callbacks.pump();
        one.posts.remove().complete(500);
        one.callbacks.pump();
        clock.advance(Duration.ofSeconds(10));

        one.callbacks.pump();

        assertThat(one.posts).as("in flight at the other node").isEmpty();
    }

    @Test
    void nodeThatCannotReadSecretsLeavesCallbacksToOthers() {
        one.take();
        one.callbacks.pump();
        clock.advance(LEASE);
        other.secretsAreReadable = false;

        other.callbacks.pump();
        other.callbacks.pump();

        assertThat(other.letters).isEmpty();
        other.secretsAreReadable = true;
        other.callbacks.pump();
        assertThat(other.posts).hasSize(1);
    }

    @Test
    void attemptsOfAllNodesCount() {
        one.status = 500;
        other.status = 500;
        one.take();
        for (int minute = 0; minute < 30; minute++) {
            Node sender = minute % 2 == 0 ? one : other;
            sender.callbacks.pump();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(other.posts).isNotEmpty();
        assertThat(one.posts.size() + other.posts.size()).isEqualTo(5);
        assertThat(one.letters.size() + other.letters.size()).isEqualTo(1);
    }

    @Test
    void overdueCallbackIsGivenUpByOneNode() {
        for (int i = 0; i < CALLBACKS; i++) {
            one.take();
        }
        one.callbacks.pump();
        clock.advance(PATIENCE.plus(Duration.ofMinutes(1)));

        AtOnce.run(List.of(pumping(one), pumping(other)));

        assertThat(one.letters.size() + other.letters.size()).isEqualTo(CALLBACKS);
    }

    private final class Node implements CallbackSender, SigningSecrets, DeadLetters {
        final Queue<CompletableFuture<Integer>> posts = new ConcurrentLinkedQueue<>();
        final Queue<String> letters = new ConcurrentLinkedQueue<>();
        final CallbackDispatcher callbacks;

        /** The status of every response; 0 if the test responds. */
        volatile int status;

        boolean secretsAreReadable = true;

        Node() {
            CallbackAllowlist allowlist = new CallbackAllowlist(List.of("hooks.example.com"));
            callbacks = new CallbackDispatcher(
                    new DatabaseCallbacks(database),
                    new CallbackAttempts(this, this, allowlist, clock),
                    new Backoff(5, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                    new CallbackDispatcher.Limits(
                            100,
                            10_000,
                            16,
                            new HostLimiter.Limits(8, 100, Duration.ofSeconds(30)),
                            LEASE,
                            PATIENCE,
                            Duration.ofDays(7)),
                    allowlist,
                    this,
                    clock,
                    () -> 1,
                    new CallbackDispatcher.Counts());
        }

        void take() {
            Notification fill = Sample.fill("alice");
            callbacks.take(
                    new Outcome(withCallback(fill, "n" + ++outcomes), Outcome.Kind.SENT, "alice", clock.instant(), 1));
        }

        @Override
        public Optional<String> of(String publisher) {
            return Optional.of("whsec").filter(secret -> secretsAreReadable);
        }

        @Override
        public boolean areReadable() {
            return secretsAreReadable;
        }

        @Override
        public CompletionStage<Integer> post(URI url, Map<String, String> headers, String body) {
            CompletableFuture<Integer> response = new CompletableFuture<>();
            posts.add(response);
            if (status > 0) {
                response.complete(status);
            }
            return response;
        }

        @Override
        public void add(Notification notification, String recipient, Reason reason, int attempts, String detail) {
            letters.add(notification.id());
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public Map<String, Reason> reasonsOf(String notificationId) {
            return Map.of();
        }

        @Override
        public Optional<Notification> notification(String id) {
            return Optional.empty();
        }
    }

    private static Notification withCallback(Notification fill, String id) {
        return new Notification(
                id,
                fill.type(),
                fill.priority(),
                fill.time(),
                fill.instrument(),
                fill.broker(),
                fill.recipients(),
                816,
                fill.expiresAt(),
                fill.key(),
                fill.body(),
                fill.publisher(),
                fill.acceptedAt(),
                "https://hooks.example.com/" + id,
                fill.replayOf());
    }
}
