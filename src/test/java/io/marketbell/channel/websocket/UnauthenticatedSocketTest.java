package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.UnauthenticatedSockets;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Admission and refusal of clients: the replies before authentication, and the authentication deadline. */
class UnauthenticatedSocketTest extends UnauthenticatedSocketFixture {
    @Test
    void handshakeCredentialAdmitsWithoutSendingAFrame() {
        socket.admit(Trade.ALICE);

        assertThat(hub.only().user()).isEqualTo("alice");
        assertThat(hub.only().credential()).isEqualTo("key-alice");
        assertThat(hub.only().client).isEqualTo(new ClientInfo("premium", ClientInfo.Via.WEBSOCKET, "203.0.113.7"));
        assertThat(wire.sent()).isEmpty();
        assertThat(wire.closedFor).isNull();
    }

    @Test
    void authFrameAdmitsAndSendsTheSession() {
        socket.onMessage(AUTH.formatted("mb_alice"));

        assertThat(wire.sent()).containsExactly("""
                        {"method":"auth","req_id":1,"success":true,"result":{"session":"c1","user":"alice","tier":"premium",\
                        "heartbeat_seconds":15,"batch_size":10,"batch_delay_ms":100,"epoch":"e7","head":830,"acked":815}}""");
        assertThat(hub.connections()).isEqualTo(1);
    }

    @Test
    void freeTextIsInspectedStrictlyUntilTheClientIsAuthenticated() {
        socket.onMessage("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_alice\"},\"note\":\"unusual\"}");
        assertThat(wire.last()).contains("\"code\":400", "/note refused");

        socket.onMessage(AUTH.formatted("mb_alice"));
        socket.onMessage("{\"method\":\"ping\",\"note\":\"unusual\",\"req_id\":2}");
        assertThat(wire.last()).contains("\"req_id\":2,\"success\":true");
    }

    @Test
    void tokenAdmitsUntilItExpires() {
        socket.onMessage(TOKEN.formatted("alice.until.noon"));

        assertThat(wire.last()).contains("\"success\":true", "\"user\":\"alice\"", "\"tier\":\"broker\"");
        assertThat(hub.only().expiresAt).isEqualTo(NOON);
    }

    @Test
    void keyAdmitsWithoutExpiry() {
        socket.onMessage(AUTH.formatted("mb_alice"));

        assertThat(hub.only().expiresAt).isNull();
    }

    @Test
    void wrongKeyIsReportedAndClosed() {
        socket.onMessage(AUTH.formatted("mb_wrong"));

        assertThat(wire.last()).contains("\"req_id\":1,\"success\":false", "\"code\":401");
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.BAD_CREDENTIALS);
        assertThat(hub.connections()).isZero();
    }

    @Test
    void tokenIsNotAcceptedAsAKey() {
        socket.onMessage("{\"method\":\"auth\",\"params\":{\"token\":\"mb_alice\"}}");

        assertThat(wire.last()).contains("\"code\":401");
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.BAD_CREDENTIALS);
    }

    @Test
    void callerWithoutPermissionIsReportedAndClosed() {
        socket.onMessage(AUTH.formatted("mb_feed"));

        assertThat(wire.last()).contains("\"code\":403");
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.BAD_CREDENTIALS);
    }

    @Test
    void keyIsRejectedOutsideOfItsNetworks() {
        socket.onMessage(AUTH.formatted("mb_elsewhere"));

        assertThat(wire.last()).contains("\"code\":403", "the API key may not be used from this address");
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.BAD_CREDENTIALS);
        assertThat(hub.connections()).isZero();
    }

    @Test
    void keyIsRejectedOutsideOfItsNetworksOnAnOpenSocket() {
        socket.onMessage(AUTH.formatted("mb_alice"));
        socket.onMessage(AUTH.formatted("mb_elsewhere"));

        assertThat(wire.last()).contains("\"code\":403", "the API key may not be used from this address");
        assertThat(hub.only().credential()).isEqualTo("key-alice");
        assertThat(wire.closedFor).isNull();
    }

    @Test
    void adminMayReceive() {
        socket.onMessage(AUTH.formatted("mb_admin"));

        assertThat(wire.last()).contains("\"success\":true");
    }

    @Test
    void userWithTooManyConnectionsIsRefused() {
        socket.onMessage(AUTH.formatted("mb_crowded"));

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.TOO_MANY_CONNECTIONS);
    }

    @Test
    void failedAdmissionClosesTheSocket() {
        assertThatThrownBy(() -> socket.admit(Trade.BROKEN)).hasMessage("the exchange is broken");

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.GONE);
    }

    @Test
    void anErrorWhileAdmittingReleasesSocketAndPlace() {
        UnauthenticatedSockets sockets = new UnauthenticatedSockets(1, 1);
        UnauthenticatedSocket unlucky = newSocket(key -> {
            throw new LinkageError("no such class");
        });
        unlucky.occupy(sockets.enter("203.0.113.7"));

        assertThatThrownBy(() -> unlucky.onMessage(AUTH.formatted("mb_alice"))).hasMessage("no such class");

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.GONE);
        assertThat(sockets.count()).isZero();
    }

    @Test
    void aConnectionWhoseStartFailsIsClosed() {
        UnauthenticatedSocket unlucky = newSocket(new Authenticator() {
            @Override
            public Optional<Caller> byApiKey(String apiKey) {
                return Optional.of(Trade.ALICE);
            }

            @Override
            public boolean isRevoked(String credential) {
                throw new IllegalStateException("planted");
            }
        });

        assertThatThrownBy(() -> unlucky.onMessage(AUTH.formatted("mb_alice"))).hasMessage("planted");

        assertThat(hub.connections()).isZero();
        assertThat(wire.closedFor).isNotNull();
    }

    @Test
    void unavailableKeyStorageIsNotReportedAsBadCredentials() {
        UnauthenticatedSocket unlucky = newSocket(key -> {
            throw new IllegalStateException("no database");
        });

        assertThatThrownBy(() -> unlucky.onMessage(AUTH.formatted("mb_alice"))).hasMessage("no database");

        assertThat(wire.last()).contains("\"code\":503");
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.GONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"method\":\"ping\"}|UNAUTHENTICATED",
                "{\"method\":\"subscribe\",\"params\":{\"types\":7}}|UNAUTHENTICATED",
                "{\"method\":\"dance\"}|UNKNOWN_METHOD",
                "[]|MALFORMED",
                "hello|MALFORMED"
            })
    void onlyAuthIsAcceptedBeforeAuthentication(String frame, DisconnectReason reason) {
        socket.onMessage(frame);

        assertThat(wire.sent()).isEmpty();
        assertThat(wire.closedFor).isEqualTo(reason);
    }

    @Test
    void invalidAuthFrameMayBeRepeated() {
        socket.onMessage("{\"method\":\"auth\",\"params\":{}}");
        assertThat(wire.last()).contains("\"code\":400", "exactly one of token and api_key");

        socket.onMessage(AUTH.formatted("mb_alice"));

        assertThat(hub.connections()).isEqualTo(1);
    }

    @Test
    void silentSocketIsClosedAtTheDeadline() {
        socket.late();

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.AUTHENTICATION_TIMEOUT);
        socket.onMessage(AUTH.formatted("mb_alice"));
        assertThat(wire.sent()).isEmpty();
        assertThat(hub.connections()).isZero();
    }

    @Test
    void deadlineDoesNotAffectAnAuthenticatedSocket() {
        socket.onMessage(AUTH.formatted("mb_alice"));

        socket.late();

        assertThat(wire.closedFor).isNull();
    }

    @Test
    void deadlineThatPassesDuringAnInvalidAuthStillApplies() {
        wire.onSend = socket::late;

        socket.onMessage("{\"method\":\"auth\",\"params\":{}}");

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void timerSendsNothingWhileAReplyIsInProgress() {
        wire.onSend = () -> {
            socket.late();
            assertThat(wire.closedFor).isNull();
        };

        socket.onMessage(AUTH.formatted("mb_wrong"));

        assertThat(wire.sent()).hasSize(1);
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.BAD_CREDENTIALS);
    }

    @Test
    void clientThatDisconnectsDuringAdmissionIsReleased() {
        UnauthenticatedSocket[] own = new UnauthenticatedSocket[1];
        own[0] = newSocket(key -> {
            own[0].close(DisconnectReason.GONE);
            return Optional.of(Trade.ALICE);
        });

        own[0].onMessage(AUTH.formatted("mb_alice"));

        assertThat(hub.connections()).isZero();
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.GONE);
    }

    @Test
    void failingTransportClosesTheSocket() {
        wire.onSend = () -> {
            throw new IOException("broken pipe");
        };

        socket.onMessage("{\"method\":\"auth\",\"params\":{}}");

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.GONE);
    }

    @Test
    void pongsDoNotExtendTheAuthenticationDeadline() {
        socket.answered();
        socket.late();

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void refusedAuthFrameMayBeRepeated() {
        verdict = FrameLimiter.Verdict.REFUSE;
        socket.onMessage(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"method\":\"auth\"", "\"code\":429");
        assertThat(wire.closedFor).isNull();

        verdict = FrameLimiter.Verdict.PASS;
        socket.onMessage(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"success\":true");
    }

    @Test
    void clientThatKeepsSendingIsClosed() {
        verdict = FrameLimiter.Verdict.CLOSE;
        socket.onMessage(AUTH.formatted("mb_alice"));
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.RATE_LIMITED);
    }

    @Test
    void aKeyRevokedDuringAdmissionClosesTheSocket() {
        UnauthenticatedSocket unlucky = newSocket(revokedAfterTheCheck());

        unlucky.onMessage(AUTH.formatted("mb_alice"));

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.REVOKED);
        assertThat(hub.connections()).isZero();
    }

    @Test
    void aHandshakeKeyRevokedDuringAdmissionClosesTheSocket() {
        newSocket(revokedAfterTheCheck()).admit(Trade.ALICE);

        assertThat(wire.closedFor).isEqualTo(DisconnectReason.REVOKED);
        assertThat(hub.connections()).isZero();
    }

    private static Authenticator revokedAfterTheCheck() {
        return new Authenticator() {
            @Override
            public Optional<Caller> byApiKey(String apiKey) {
                return Trade.AUTHENTICATOR.byApiKey(apiKey);
            }

            @Override
            public boolean isRevoked(String credential) {
                return credential.equals("key-alice");
            }
        };
    }

    @Test
    void framesAboveTheLimitAreRefusedWithoutParsing() {
        socket.onMessage(AUTH.formatted("mb_alice"));
        arrival = FrameLimiter.Verdict.REFUSE;
        socket.arrived(20);
        arrival = FrameLimiter.Verdict.PASS;
        socket.arrived(20);
        socket.onMessage("{\"method\":\"ping\",\"req_id\":7,\"x\":not json");
        assertThat(wire.last()).contains("\"method\":\"ping\"", "\"req_id\":7", "\"code\":429");
        assertThat(wire.closedFor).isNull();

        socket.arrived(20);
        socket.onMessage("{\"method\":\"ping\",\"req_id\":8}");
        assertThat(wire.last()).contains("\"req_id\":8", "\"success\":true");
    }

    @Test
    void repeatedRefusalsAreNotAnswered() {
        socket.onMessage(AUTH.formatted("mb_alice"));
        int before = wire.sent().size();
        arrival = FrameLimiter.Verdict.IGNORE;
        socket.arrived(20);
        socket.onMessage("{\"method\":\"ping\"}");

        assertThat(wire.sent()).hasSize(before);
        assertThat(wire.closedFor).isNull();
    }

    @Test
    void framesAreLimitedBeforeAuthenticationToo() {
        arrival = FrameLimiter.Verdict.REFUSE;
        socket.arrived(20);
        socket.onMessage(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"method\":\"auth\"", "\"code\":429");

        arrival = FrameLimiter.Verdict.CLOSE;
        assertThat(socket.arrived(20)).isFalse();
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.RATE_LIMITED);
    }

    @Test
    void aFloodOfPongsIsClosed() {
        socket.onMessage(AUTH.formatted("mb_alice"));
        arrival = FrameLimiter.Verdict.CLOSE;

        socket.answered();

        assertThat(hub.connections()).isZero();
    }
}
