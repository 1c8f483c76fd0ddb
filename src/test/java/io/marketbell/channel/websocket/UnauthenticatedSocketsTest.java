package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.UnauthenticatedSockets;
import io.marketbell.channel.UnauthenticatedSockets.Room;
import io.marketbell.delivery.DisconnectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnauthenticatedSocketsTest extends UnauthenticatedSocketFixture {
    private final UnauthenticatedSockets sockets = new UnauthenticatedSockets(3, 2);

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        sockets.enter("2001:db8::1");
        sockets.enter("2001:db8::2");

        assertThat(sockets.enter("2001:db8::3")).isNull();
        assertThat(sockets.room("2001:db8::4")).isEqualTo(Room.ADDRESS_FULL);
        assertThat(sockets.room("2001:db8:0:1::1")).isEqualTo(Room.FREE);
        assertThat(sockets.refused()).isEqualTo(2);
    }

    @Test
    void aPlaceIsReleasedOnce() {
        Runnable leave = sockets.enter("203.0.113.7");
        sockets.enter("203.0.113.7");

        leave.run();
        leave.run();

        assertThat(sockets.count()).isEqualTo(1);
        assertThat(sockets.room("203.0.113.7")).isEqualTo(Room.FREE);
    }

    @Test
    void aRefusedSocketIsNotCounted() {
        for (int i = 0; i < 10; i++) {
            sockets.enter("203.0.113.7");
            sockets.enter("198.51.100.1");
        }
        assertThat(sockets.count()).isEqualTo(3);
        assertThat(sockets.room("192.0.2.1")).isEqualTo(Room.NODE_FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mb_alice", "mb_wrong", "mb_crowded"})
    void aSocketIsCountedUntilItHasAuthenticatedOrIsClosed(String key) {
        socket.occupy(sockets.enter("203.0.113.7"));
        socket.onMessage("{\"method\":\"auth\",\"params\":{}}");
        assertThat(sockets.count()).isEqualTo(1);

        socket.onMessage(AUTH.formatted(key));

        assertThat(sockets.count()).isZero();
    }

    @Test
    void aSocketThatIsOverdueOrClosedIsNotCounted() {
        socket.occupy(sockets.enter("203.0.113.7"));
        socket.late();
        assertThat(sockets.count()).isZero();

        UnauthenticatedSocket disconnected = newSocket(Trade.AUTHENTICATOR);
        disconnected.close(DisconnectReason.GONE);
        disconnected.occupy(sockets.enter("203.0.113.7"));
        assertThat(sockets.count()).isZero();
    }
}
