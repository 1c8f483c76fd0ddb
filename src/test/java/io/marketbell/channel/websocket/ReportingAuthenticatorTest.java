package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.LoginRefused;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportingAuthenticatorTest {
    private static final Caller ALICE = new Caller("alice", Set.of(Role.TRADER), Tier.PREMIUM, "k1");

    private final List<LoginRefused> refused = new ArrayList<>();
    private final Authenticator reporting = new ReportingAuthenticator(
            new Authenticator() {
                @Override
                public Optional<Caller> byApiKey(String apiKey) {
                    return apiKey.equals("good") ? Optional.of(ALICE) : Optional.empty();
                }

                @Override
                public boolean isRevoked(String credential) {
                    return credential.equals("k9");
                }
            },
            refused::add,
            "203.0.113.7");

    @Test
    void refusedCredentialsAreReportedWithTheAddress() {
        assertThat(reporting.byApiKey("bad")).isEmpty();
        assertThat(reporting.byToken("bad")).isEmpty();
        assertThat(refused).containsExactly(new LoginRefused("203.0.113.7"), new LoginRefused("203.0.113.7"));
    }

    @Test
    void acceptedCredentialsAreNotReported() {
        assertThat(reporting.byApiKey("good")).contains(ALICE);
        assertThat(reporting.isRevoked("k9")).isTrue();
        assertThat(reporting.isRevoked("k1")).isFalse();
        assertThat(refused).isEmpty();
    }
}
