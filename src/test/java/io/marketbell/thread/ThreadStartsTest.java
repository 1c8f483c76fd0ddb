package io.marketbell.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThreadStartsTest {
    private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());

    private ThreadStarts named(String name) {
        return new ThreadStarts(name, nanos::get);
    }

    private static void fail() {
        throw new OutOfMemoryError("planted: unable to create native thread");
    }

    @Test
    void aFailedStartIsRecordedAndReportedUntilOneSucceeds() {
        ThreadStarts starts = named("failing start");

        assertThat(starts.tryStart(ThreadStartsTest::fail)).isFalse();
        assertThat(starts.isFailing()).isTrue();
        assertThat(ThreadFaults.of("failing start").count()).isEqualTo(1);

        assertThat(starts.tryStart(() -> {})).isTrue();
        assertThat(starts.isFailing()).isFalse();
    }

    @Test
    void theCallerOfAStartThatMustSucceedReceivesTheError() {
        ThreadStarts starts = named("throwing start");

        assertThatThrownBy(() -> starts.start(() -> {
                    fail();
                    return "unreachable";
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(starts.isFailing()).isTrue();
        assertThat(starts.start(() -> "started")).isEqualTo("started");
        assertThat(starts.isFailing()).isFalse();
    }

    @Test
    void aFailedStartIsNotRepeatedAtOnce() {
        ThreadStarts starts = named("repeated start");
        assertThat(starts.mayStart()).isTrue();

        starts.tryStart(ThreadStartsTest::fail);

        assertThat(starts.mayStart()).isFalse();
        nanos.addAndGet(Duration.ofMillis(101).toNanos());
        assertThat(starts.mayStart()).isTrue();
    }

    @Test
    void aMissingThreadThatIsNotNeededIsNotReported() {
        ThreadStarts starts = named("unneeded start");
        starts.tryStart(ThreadStartsTest::fail);

        starts.notNeeded();

        assertThat(starts.isFailing()).isFalse();
    }

    @Test
    void replacementsAreCountedByName() {
        named("replaced start").replaced();

        assertThat(ThreadFaults.of("replaced start").replacements()).isEqualTo(1);
    }
}
