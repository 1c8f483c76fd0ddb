package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.local.LocalKeys;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.log.JdbcJournal;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Sample;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.UndeliveredOutcome;
import io.marketbell.publish.service.NotificationIds;
import io.marketbell.publish.service.PublishService;
import io.marketbell.thread.DaemonThreads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that callbacks, the status query and dead letters report the same outcome for every notification. */
class ConsistentOutcomesTest {
    private volatile Instant now = Sample.NOW;
    private final InstantSource clock = () -> now;
    private final io.marketbell.publish.service.OutcomeDispatcher outcomes =
            new io.marketbell.publish.service.OutcomeDispatcher();
    private final List<String> callbacks = new CopyOnWriteArrayList<>();
    private final Letters letters = new Letters();
    private JdbcJournal journal;
    private Ledger ledger;
    private OutcomeThread thread;
    private OutcomePublisher desk;
    private NotificationService service;

    @BeforeEach
    void open() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        journal = JdbcJournal.open(source, clock, DaemonThreads.named("marketbell-test-"));
        ledger = journal.ledger();
        thread = new OutcomeThread(
                journal, ledger, outcomes::publish, clock, Executors.newSingleThreadScheduledExecutor(), 1_000, null);
        desk = new OutcomePublisher(letters, outcomes, thread, clock, false);
        outcomes.subscribe(outcome ->
                callbacks.add(outcome.kind() + " " + outcome.notification().offset() + " " + outcome.recipient()));
        service = new PublishService(
                journal,
                ledger,
                published -> {},
                (url, publisher) -> Optional.empty(),
                (kind, pointer, text) -> null,
                letters::endings,
                ledger::acknowledge,
                outcomes,
                new PublishService.Capacity(10, 10, 10_000),
                new NotificationIds(clock),
                new LocalKeys(),
                clock);
    }

    @AfterEach
    void close() {
        thread.close();
        journal.close();
    }

    private Notification publish(NotificationType type) {
        Notification notification = Sample.of(type, "AAPL", null, List.of("alice"));
        Journal.Appended appended = journal.append(List.of(new Journal.Entry(notification, new byte[32])))
                .toCompletableFuture()
                .join()
                .get(0);
        return ((Journal.Appended.Committed) appended).notification();
    }

    private void write(long... offsets) {
        ledger.standing("alice");
        ledger.writing("alice", offsets);
        ledger.written("alice", offsets);
    }

    private void acknowledge(long offset) {
        desk.acknowledged("alice", (Accepted) ledger.acknowledge("alice", offset));
        await().until(() -> thread.waiting() == 0);
    }

    private Outcome.Kind state(Notification notification) {
        return service.status(notification.id()).orElseThrow().state();
    }

    private void sweep() {
        new ExpirySweep(journal, letters, desk, clock).run();
    }

    @Test
    void anUnsentNotificationRemainsQueuedAfterALaterAcknowledgementAndExpires() {
        Notification accepted = publish(NotificationType.ORDER_ACCEPTED);
        Notification filled = publish(NotificationType.ORDER_FILLED);
        write(2);
        ledger.sent("alice", new long[] {2});

        acknowledge(2);

        await().until(() -> callbacks.contains("ACKED 2 alice"));
        assertThat(state(filled)).isEqualTo(Outcome.Kind.ACKED);
        assertThat(state(accepted)).isEqualTo(Outcome.Kind.QUEUED);
        now = accepted.expiresAt();
        sweep();
        assertThat(state(accepted)).isEqualTo(Outcome.Kind.EXPIRED);
        assertThat(letters.kept).containsExactly("EXPIRED 1 alice");
        assertThat(callbacks).containsExactly("ACKED 2 alice", "EXPIRED 1 alice");
    }

    @Test
    void aNotificationWrittenAfterAnAcknowledgementNeedsItsOwn() {
        Notification accepted = publish(NotificationType.ORDER_ACCEPTED);
        publish(NotificationType.ORDER_FILLED);
        write(2);
        acknowledge(2);
        await().until(() -> callbacks.contains("ACKED 2 alice"));
        callbacks.clear();

        write(1, 2);
        acknowledge(2);

        await().until(() -> callbacks.contains("ACKED 1 alice"));
        assertThat(callbacks).containsExactly("SENT 1 alice", "ACKED 1 alice");
        assertThat(state(accepted)).isEqualTo(Outcome.Kind.ACKED);
        now = accepted.expiresAt();
        sweep();
        assertThat(letters.kept).isEmpty();
    }

    /** Server-Sent Events and fetched pages: only the acknowledgement proves the receipt. */
    @Test
    void anUnconfirmedNotificationCountsAsSentWhenAcknowledged() {
        Notification filled = publish(NotificationType.ORDER_FILLED);
        write(1);
        assertThat(state(filled)).isEqualTo(Outcome.Kind.QUEUED);

        acknowledge(1);

        await().until(() -> callbacks.equals(List.of("SENT 1 alice", "ACKED 1 alice")));
        assertThat(state(filled)).isEqualTo(Outcome.Kind.ACKED);
    }

    @Test
    void aFailedWriteIsNotUndeliverableIfAnotherConnectionReceivedIt() {
        Notification filled = publish(NotificationType.ORDER_FILLED);
        Notification lost = publish(NotificationType.ORDER_FILLED);
        write(1);
        ledger.sent("alice", new long[] {1});

        desk.undeliverable(filled, "alice", 5);
        desk.undeliverable(lost, "alice", 5);

        await().until(() -> callbacks.contains("DEAD 2 alice"));
        assertThat(letters.kept).containsExactly("UNDELIVERABLE 2 alice");
        assertThat(state(filled)).isEqualTo(Outcome.Kind.SENT);
        assertThat(state(lost)).isEqualTo(Outcome.Kind.DEAD);
        write(2);
        ledger.sent("alice", new long[] {2});
        assertThat(state(lost)).isEqualTo(Outcome.Kind.SENT);
    }

    @Test
    void anExpiredNotificationStaysExpiredAfterALaterAcknowledgement() {
        Notification accepted = publish(NotificationType.ORDER_ACCEPTED);
        publish(NotificationType.ORDER_FILLED);
        write(1);
        now = accepted.expiresAt();
        sweep();
        write(2);

        acknowledge(2);

        await().until(() -> callbacks.contains("ACKED 2 alice"));
        assertThat(callbacks).containsExactly("EXPIRED 1 alice", "SENT 2 alice", "ACKED 2 alice");
        assertThat(state(accepted)).isEqualTo(Outcome.Kind.EXPIRED);
    }

    private static final class Letters implements DeadLetters {
        private final List<String> kept = new CopyOnWriteArrayList<>();
        private final Map<String, UndeliveredOutcome> outcomes = new ConcurrentHashMap<>();

        @Override
        public void add(Notification notification, String recipient, Reason reason, int attempts, String detail) {
            kept.add(reason + " " + notification.offset() + " " + recipient);
            Outcome.Kind kind = reason == Reason.EXPIRED ? Outcome.Kind.EXPIRED : Outcome.Kind.DEAD;
            outcomes.put(notification.id(), new UndeliveredOutcome(notification, recipient, kind));
        }

        List<UndeliveredOutcome> endings(String id) {
            return Optional.ofNullable(outcomes.get(id)).stream().toList();
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
}
