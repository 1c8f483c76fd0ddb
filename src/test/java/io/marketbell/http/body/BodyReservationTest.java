package io.marketbell.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyReservationTest {
    private static final Duration ALLOWED = Duration.ofSeconds(60);

    private final BodyBudget budget = new BodyBudget(100_000);
    private long nanos;

    private BodyReservation body() {
        return new BodyReservation(budget, ALLOWED, () -> nanos);
    }

    @Test
    void aSmallBodyReservesTheMinimumAndReturnsItOnce() {
        BodyReservation body = body();
        body.charge(1);
        body.charge(1_000);
        assertThat(budget.used()).isEqualTo(BodyReservation.MINIMUM);

        body.close();
        body.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aBodyBeyondTheRemainingBudgetIsA503AndMayBeRetried() {
        BodyReservation first = body();
        first.charge(90_000);
        BodyReservation second = body();

        assertThat(problem(() -> second.charge(20_000)).status()).isEqualTo(503);
        assertThat(budget.refused()).isOne();
        second.close();
        assertThat(budget.used()).isEqualTo(90_000);

        first.close();
        body().charge(20_000);
        assertThat(budget.used()).isEqualTo(20_000);
    }

    @Test
    void aBodyThatNeedsMoreThanTheWholeBudgetIsA413() {
        assertThat(problem(() -> body().charge(100_001)).status()).isEqualTo(413);
        assertThat(budget.used()).isZero();
    }

    @Test
    void aBodyThatArrivesTooSlowlyIsA408() throws IOException {
        BodyReservation body = body();
        BodyStream stream = new BodyStream(new Trickle(Duration.ofSeconds(7)), body, () -> {});
        for (int i = 0; i < 8; i++) {
            assertThat(stream.read()).isEqualTo('x');
        }

        Problem problem = problem(stream::read);
        assertThat(problem.type()).isEqualTo(ProblemType.TIMEOUT);
        assertThat(problem.status()).isEqualTo(408);
        assertThat(problem.detail()).contains("60 seconds");
        assertThat(budget.late()).isOne();
    }

    @Test
    void aBodyOfWhichTheServerReceivesNothingInTimeIsA408() {
        BodyStream stream = new BodyStream(new Trickle(null), body(), () -> {});

        assertThat(problem(() -> stream.read(new byte[10], 0, 10)).status()).isEqualTo(408);
    }

    @Test
    void bytesAreChargedAsTheyAreRead() throws IOException {
        BodyStream stream = new BodyStream(new Trickle(Duration.ZERO), body(), () -> {});
        for (int i = 0; i < 5; i++) {
            assertThat(stream.readNBytes(8_000)).hasSize(8_000);
        }

        assertThat(budget.used()).isEqualTo(40_000);
        assertThatThrownBy(() -> stream.readNBytes(100_000)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aBudgetTooSmallForAnyBodyIsRejected() {
        assertThatThrownBy(() -> new BodyBudget(10)).hasMessageContaining("marketbell.requests.body.bytes");
    }

    private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(ProblemException.class, action).problem();
    }

    /** Returns one byte per read, after a delay; throws the server's timeout if the delay is null. */
    private final class Trickle extends ServletInputStream {
        private final Duration pause;

        Trickle(Duration pause) {
            this.pause = pause;
        }

        @Override
        public int read() throws IOException {
            if (pause == null) {
                throw new SocketTimeoutException("planted");
            }
            nanos += pause.toNanos();
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            bytes[offset] = (byte) read();
            return pause.isZero() ? length : 1;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
