package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials sent over a connection that is already open. */
class ReauthenticationTest extends UnauthenticatedSocketFixture {
    @Test
    void freshTokenOfTheSameUserExtendsTheConnection() {
        socket.onMessage(TOKEN.formatted("alice.until.noon"));

        socket.onMessage(TOKEN.formatted("alice.until.one"));

        assertThat(wire.last()).contains("\"success\":true", "\"session\":\"c1\"");
        assertThat(hub.only().expiresAt).isEqualTo(NOON.plusSeconds(3600));
        assertThat(hub.only().credential()).endsWith("13:00:00Z");
    }

    @Test
    void keyRemovesTheExpiryOfTheToken() {
        socket.onMessage(TOKEN.formatted("alice.until.noon"));

        socket.onMessage(AUTH.formatted("mb_alice"));

        assertThat(hub.only().expiresAt).isNull();
        assertThat(hub.only().credential())
                .as("the credential whose revocation ends it")
                .isEqualTo("key-alice");
    }

    @ParameterizedTest
    @CsvSource({"bob.until.noon, 403", "alice.publishes.now, 403", "forged, 401"})
    void unusableTokenDoesNotAffectTheConnection(String token, int code) {
        socket.onMessage(TOKEN.formatted("alice.until.noon"));

        socket.onMessage(TOKEN.formatted(token));

        assertThat(wire.last()).contains("\"success\":false", "\"code\":" + code);
        assertThat(wire.closedFor).isNull();
        assertThat(hub.only().expiresAt).isEqualTo(NOON);
    }

    @Test
    void sameUserMayAuthenticateAgain() {
        socket.admit(Trade.ALICE);

        socket.onMessage(AUTH.formatted("mb_alice"));

        assertThat(wire.last()).contains("\"success\":true", "\"session\":\"c1\"");
        assertThat(hub.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"mb_bob, 403", "mb_wrong, 401"})
    void anotherUserCannotTakeOverAnOpenConnection(String key, int code) {
        socket.admit(Trade.ALICE);

        socket.onMessage(AUTH.formatted(key));

        assertThat(wire.last()).contains("\"success\":false", "\"code\":" + code);
        assertThat(wire.closedFor).isNull();
        assertThat(hub.only().user()).isEqualTo("alice");
    }
}
