package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClosingSocketsTest {
    private long now;
    private final ClosingSockets sockets = new ClosingSockets(() -> now);

    /** Has the members of Open Liberty's classes; the black-box tests use the real ones. */
    static final class LibertySession {
        final Implementation implementation = new Implementation();

        public Implementation getSessionImpl() {
            return implementation;
        }
    }

    static final class Implementation {
        final Link connLink = new Link();
    }

    static final class Link {
        String status = "LOCAL_CLOSING";
        String closeFrame = "NOT_SET";
        boolean broken;
        int disconnected;

        public String getLinkStatus() {
            if (broken) {
                throw new UnsupportedOperationException("another version");
            }
            return status;
        }

        public String getCloseFrameState() {
            return closeFrame;
        }

        public void closeUsingSession(CloseReason reason, boolean awaitCloseFrame, boolean disconnect) {
            if (disconnect && !awaitCloseFrame) {
                disconnected++;
            }
        }
    }

    private Link closed(String status, String closeFrame) {
        LibertySession session = new LibertySession();
        session.implementation.connLink.status = status;
        session.implementation.connLink.closeFrame = closeFrame;
        sockets.closed(ContainerConnection.of(session));
        return session.implementation.connLink;
    }

    private void passSeconds(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        sockets.disconnectOverdue();
    }

    @Test
    void aSocketWhoseClosingDoesNotEndIsDisconnectedAfterTenSeconds() {
        Link link = closed("LOCAL_CLOSING", "NOT_SET");

        passSeconds(9);
        assertThat(link.disconnected).isZero();
        assertThat(sockets.size()).isEqualTo(1);

        passSeconds(1);
        assertThat(link.disconnected).isEqualTo(1);
        assertThat(sockets.size()).isZero();
        assertThat(sockets.disconnected()).isEqualTo(1);
    }

    @Test
    void aSocketWhoseClientAnswersInTimeIsNotDisconnected() {
        Link link = closed("LOCAL_CLOSING", "NOT_SET");
        link.status = "CLOSED";

        passSeconds(10);

        assertThat(link.disconnected).isZero();
        assertThat(sockets.size()).isZero();
        assertThat(sockets.disconnected()).isZero();
    }

    @Test
    void socketsThatTheContainerClosesItselfAreNotObserved() {
        closed("CLOSED", "NOT_SET");
        closed("IO_NOT_OK", "NOT_SET");
        closed("LOCAL_CLOSING", "ANTICIPATING");
        sockets.closed(ContainerConnection.of("the session of another server"));

        assertThat(sockets.size()).isZero();
    }

    @Test
    void theOldestIsDisconnectedEarlyIfThereAreTooMany() {
        Link oldest = closed("LOCAL_CLOSING", "NOT_SET");
        for (int i = 0; i < ClosingSockets.MAXIMUM; i++) {
            closed("LOCAL_CLOSING", "NOT_SET");
        }

        assertThat(oldest.disconnected).isEqualTo(1);
        assertThat(sockets.size()).isEqualTo(ClosingSockets.MAXIMUM);
    }

    @Test
    void aSocketThatCannotBeReadDoesNotAffectTheOthers() {
        Link broken = closed("LOCAL_CLOSING", "NOT_SET");
        Link next = closed("LOCAL_CLOSING", "NOT_SET");
        broken.broken = true;

        passSeconds(10);

        assertThat(next.disconnected).isEqualTo(1);
        assertThat(sockets.size()).isZero();
    }
}
