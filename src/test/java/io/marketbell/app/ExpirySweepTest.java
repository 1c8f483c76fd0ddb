package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.journal.Journal;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import io.marketbell.thread.DaemonThreads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExpirySweepTest {
    private final List<Outcome> published = new ArrayList<>();
    private boolean lettersAreWritten;
    private long droppedLetters;
    private boolean lettersAreDropped;

    private final Journal journal = new MemoryJournal() {
        private boolean expired;

        @Override
        public int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
            if (expired) {
                return 0;
            }
            report.accept(List.of(new Undelivered(Sample.fill("alice"), "alice")));
            expired = true;
            return 1;
        }
    };

    private final DeadLetters letters = new DeadLetters() {
        @Override
        public void add(Notification notification, String recipient, Reason reason, int attempts, String detail) {
            droppedLetters += lettersAreDropped ? 1 : 0;
        }

        @Override
        public long droppedUnwritten() {
            return droppedLetters;
        }

        @Override
        public boolean flush() {
            return lettersAreWritten;
        }

        @Override
        public Map<String, Reason> reasonsOf(String notificationId) {
            return Map.of();
        }

        @Override
        public Optional<Notification> notification(String id) {
            return Optional.empty();
        }
    };

    @Test
    void anExpiryIsReportedOnlyOnceItsDeadLetterIsWritten() {
        io.marketbell.publish.service.OutcomeDispatcher outcomes =
                new io.marketbell.publish.service.OutcomeDispatcher();
        outcomes.subscribe(published::add);
        InstantSource clock = InstantSource.system();
        OutcomeThread unused = new OutcomeThread(
                journal,
                new MemoryLedger(),
                outcomes::publish,
                clock,
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-test-")),
                1,
                null);
        ExpirySweep sweep =
                new ExpirySweep(journal, letters, new OutcomePublisher(letters, outcomes, unused, clock, false), clock);

        sweep.run();
        sweep.run();
        assertThat(published).isEmpty();

        lettersAreWritten = true;
        lettersAreDropped = true;
        sweep.run();
        assertThat(published).as("other letters displaced it").isEmpty();

        lettersAreDropped = false;
        sweep.run();
        sweep.run();
        assertThat(published).extracting(Outcome::kind).containsExactly(Outcome.Kind.EXPIRED);
    }
}
