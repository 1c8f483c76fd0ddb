package io.marketbell.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Peer;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes in, and who is shown out: what is said before anybody is authenticated, and for how long. */
class DoorwayTest extends DoorwayFixture {
    @Test
    void handshakeCredentialAdmitsWithoutAWord() {
        doorway.admit(Trade.ALICE);

        assertThat(exchange.only().user()).isEqualTo("alice");
        assertThat(exchange.only().credential()).isEqualTo("key-alice");
        assertThat(exchange.only().peer).isEqualTo(new Peer("premium", Peer.Via.WEBSOCKET, "203.0.113.7"));
        assertThat(wire.sent).isEmpty();
        assertThat(wire.closed).isNull();
    }

    @Test
    void authFrameAdmitsAndTellsTheSession() {
        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(wire.sent).containsExactly("""
                        {"method":"auth","req_id":1,"success":true,"result":{"session":"c1","user":"alice","tier":"premium",\
                        "heartbeat_seconds":15,"batch_size":10,"batch_delay_ms":100,"epoch":"e7","head":830,"acked":815}}""");
        assertThat(exchange.connections()).isEqualTo(1);
    }

    @Test
    void tokenAdmitsUntilItExpires() {
        doorway.heard(TOKEN.formatted("alice.until.noon"));

        assertThat(wire.last()).contains("\"success\":true", "\"user\":\"alice\"", "\"tier\":\"broker\"");
        assertThat(exchange.only().expiresAt).isEqualTo(NOON);
    }

    @Test
    void keyAdmitsWithoutAnEnd() {
        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.only().expiresAt).isNull();
    }

    @Test
    void wrongKeyIsToldAndShownOut() {
        doorway.heard(AUTH.formatted("mb_wrong"));

        assertThat(wire.last()).contains("\"req_id\":1,\"success\":false", "\"code\":401");
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
        assertThat(exchange.connections()).isZero();
    }

    @Test
    void tokenIsNotTakenForAKey() {
        doorway.heard("{\"method\":\"auth\",\"params\":{\"token\":\"mb_alice\"}}");

        assertThat(wire.last()).contains("\"code\":401");
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
    }

    @Test
    void whoMayNotReceiveIsToldAndShownOut() {
        doorway.heard(AUTH.formatted("mb_feed"));

        assertThat(wire.last()).contains("\"code\":403");
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
    }

    @Test
    void adminMayReceive() {
        doorway.heard(AUTH.formatted("mb_admin"));

        assertThat(wire.last()).contains("\"success\":true");
    }

    @Test
    void crowdedUserIsRefused() {
        doorway.heard(AUTH.formatted("mb_crowded"));

        assertThat(wire.closed).isEqualTo(CloseReason.TOO_MANY_CONNECTIONS);
    }

    @Test
    void failingExchangeLeavesNoSocketBehind() {
        assertThatThrownBy(() -> doorway.admit(Trade.BROKEN)).hasMessage("the exchange is broken");

        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @Test
    void anErrorWhileAdmittingLeavesNeitherSocketNorPlaceBehind() {
        UnauthenticatedSockets sockets = new UnauthenticatedSockets(1, 1);
        Doorway unlucky = doorway(key -> {
            throw new LinkageError("no such class");
        });
        unlucky.occupy(sockets.enter("203.0.113.7"));

        assertThatThrownBy(() -> unlucky.heard(AUTH.formatted("mb_alice"))).hasMessage("no such class");

        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
        assertThat(sockets.count()).isZero();
    }

    @Test
    void aConnectionWhoseBeginningFailsIsClosed() {
        Doorway unlucky = doorway(new Authenticator() {
            @Override
            public Optional<Caller> byApiKey(String apiKey) {
                return Optional.of(Trade.ALICE);
            }

            @Override
            public boolean isRevoked(String credential) {
                throw new IllegalStateException("planted");
            }
        });

        assertThatThrownBy(() -> unlucky.heard(AUTH.formatted("mb_alice"))).hasMessage("planted");

        assertThat(exchange.connections()).isZero();
        assertThat(wire.closed).isNotNull();
    }

    @Test
    void unreachableKeysAreNotBadCredentials() {
        Doorway unlucky = doorway(key -> {
            throw new IllegalStateException("no database");
        });

        assertThatThrownBy(() -> unlucky.heard(AUTH.formatted("mb_alice"))).hasMessage("no database");

        assertThat(wire.last()).contains("\"code\":503");
        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
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
    void onlyAuthIsHeardBeforeAuthentication(String frame, CloseReason reason) {
        doorway.heard(frame);

        assertThat(wire.sent).isEmpty();
        assertThat(wire.closed).isEqualTo(reason);
    }

    @Test
    void faultyAuthMayBeTriedAgain() {
        doorway.heard("{\"method\":\"auth\",\"params\":{}}");
        assertThat(wire.last()).contains("\"code\":400", "exactly one of token and api_key");

        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.connections()).isEqualTo(1);
    }

    @Test
    void silenceIsEndedAtTheDeadline() {
        doorway.late();

        assertThat(wire.closed).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.sent).isEmpty();
        assertThat(exchange.connections()).isZero();
    }

    @Test
    void deadlineDoesNotTouchWhoHasComeIn() {
        doorway.heard(AUTH.formatted("mb_alice"));

        doorway.late();

        assertThat(wire.closed).isNull();
    }

    @Test
    void deadlineThatPassesDuringAFaultyAuthStillCounts() {
        wire.meanwhile = doorway::late;

        doorway.heard("{\"method\":\"auth\",\"params\":{}}");

        assertThat(wire.closed).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void nothingIsSentByTheTimerWhileAReplyIsUnderWay() {
        wire.meanwhile = () -> {
            doorway.late();
            assertThat(wire.closed).isNull();
        };

        doorway.heard(AUTH.formatted("mb_wrong"));

        assertThat(wire.sent).hasSize(1);
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
    }

    @Test
    void readerWhoLeavesWhileBeingAdmittedIsLetGo() {
        Doorway[] own = new Doorway[1];
        own[0] = doorway(key -> {
            own[0].close(CloseReason.GONE);
            return Optional.of(Trade.ALICE);
        });

        own[0].heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.connections()).isZero();
        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @Test
    void brokenWireEndsTheAttempt() {
        wire.broken = true;

        doorway.heard("{\"method\":\"auth\",\"params\":{}}");

        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @Test
    void pongsBeforeAuthenticationDoNotHelp() {
        doorway.answered();
        doorway.late();

        assertThat(wire.closed).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void refusedAuthFrameMayBeSentAgain() {
        verdict = FrameGate.Verdict.REFUSE;
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"method\":\"auth\"", "\"code\":429");
        assertThat(wire.closed).isNull();

        verdict = FrameGate.Verdict.PASS;
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"success\":true");
    }

    @Test
    void whoDoesNotStopIsClosed() {
        verdict = FrameGate.Verdict.CLOSE;
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.closed).isEqualTo(CloseReason.RATE_LIMITED);
    }

    @Test
    void aKeyRevokedWhileItsSocketIsAdmittedEndsTheSocket() {
        Doorway unlucky = doorway(revokedAfterTheCheck());

        unlucky.heard(AUTH.formatted("mb_alice"));

        assertThat(wire.closed).isEqualTo(CloseReason.REVOKED);
        assertThat(exchange.connections()).isZero();
    }

    @Test
    void aHandshakeKeyRevokedWhileItsSocketIsAdmittedEndsTheSocket() {
        doorway(revokedAfterTheCheck()).admit(Trade.ALICE);

        assertThat(wire.closed).isEqualTo(CloseReason.REVOKED);
        assertThat(exchange.connections()).isZero();
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
    void framesAboveTheBudgetAreRefusedUnread() {
        doorway.heard(AUTH.formatted("mb_alice"));
        arrival = FrameGate.Verdict.REFUSE;
        doorway.arrived(20);
        arrival = FrameGate.Verdict.PASS;
        doorway.arrived(20);
        doorway.heard("{\"method\":\"ping\",\"req_id\":7,\"x\":not json");
        assertThat(wire.last()).contains("\"method\":\"ping\"", "\"req_id\":7", "\"code\":429");
        assertThat(wire.closed).isNull();

        doorway.arrived(20);
        doorway.heard("{\"method\":\"ping\",\"req_id\":8}");
        assertThat(wire.last()).contains("\"req_id\":8", "\"success\":true");
    }

    @Test
    void refusalsThatWereAnsweredOftenEnoughAreIgnored() {
        doorway.heard(AUTH.formatted("mb_alice"));
        int before = wire.sent.size();
        arrival = FrameGate.Verdict.IGNORE;
        doorway.arrived(20);
        doorway.heard("{\"method\":\"ping\"}");

        assertThat(wire.sent).hasSize(before);
        assertThat(wire.closed).isNull();
    }

    @Test
    void unreadFramesAreRefusedBeforeAuthenticationToo() {
        arrival = FrameGate.Verdict.REFUSE;
        doorway.arrived(20);
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"method\":\"auth\"", "\"code\":429");

        arrival = FrameGate.Verdict.CLOSE;
        assertThat(doorway.arrived(20)).isFalse();
        assertThat(wire.closed).isEqualTo(CloseReason.RATE_LIMITED);
    }

    @Test
    void aFloodOfPongsIsClosed() {
        doorway.heard(AUTH.formatted("mb_alice"));
        arrival = FrameGate.Verdict.CLOSE;

        doorway.answered();

        assertThat(exchange.connections()).isZero();
    }
}
