package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.JournalUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeadReadsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final AtomicInteger requests = new AtomicInteger();
    private final HeadReads reads = new HeadReads(requests::incrementAndGet);

    private CompletableFuture<Void> request(long after) {
        int before = requests.get();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                reads.awaitAfter(after, LONG);
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> requests.get() > before && thread.getState() == Thread.State.TIMED_WAITING);
        return done;
    }

    @Test
    void oneReadAnswersAllThatWait() {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(request(reads.begun()));
        }
        assertThat(reads.arePending()).isTrue();

        reads.complete(reads.begin());

        waiting.forEach(each -> assertThat(each).succeedsWithin(LONG));
        assertThat(reads.arePending()).isFalse();
    }

    @Test
    void readThatBeganBeforeTheRequestDoesNotAnswerIt() {
        long underway = reads.begin();
        CompletableFuture<Void> waiting = request(reads.begun());

        reads.complete(underway);
        assertThat(reads.arePending()).isTrue();
        assertThat(waiting).isNotDone();

        reads.complete(reads.begin());
        assertThat(waiting).succeedsWithin(LONG);
    }

    @Test
    void laterRequestForAnEarlierReadIsAnsweredWithoutARead() {
        long before = reads.begun();
        reads.complete(reads.begin());

        reads.awaitAfter(before, Duration.ZERO);

        assertThat(requests).hasValue(0);
    }

    @Test
    void failedReadFailsThoseThatWaitAndNoOthers() {
        CompletableFuture<Void> waiting = request(reads.begun());

        reads.begin();
        reads.fail(new IllegalStateException("planted"));

        assertThat(waiting).failsWithin(LONG).withThrowableThat().havingCause().isInstanceOf(JournalUnavailable.class);
        CompletableFuture<Void> later = request(reads.begun());
        reads.complete(reads.begin());
        assertThat(later).succeedsWithin(LONG);
    }

    @Test
    void waitIsBounded() {
        assertThatThrownBy(() -> reads.awaitAfter(reads.begun(), Duration.ofMillis(1)))
                .isInstanceOf(JournalUnavailable.class);
    }

    @Test
    void closingEndsTheWait() {
        CompletableFuture<Void> waiting = request(reads.begun());

        reads.close();

        assertThat(waiting).failsWithin(LONG);
    }
}
