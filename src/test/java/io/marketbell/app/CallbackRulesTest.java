package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.callback.CallbackAllowlist;
import io.marketbell.identity.IdentityUnavailable;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallbackRulesTest {
    private static final URI HOOK = URI.create("https://hooks.example.com/x");

    private final CallbackRules rules =
            new CallbackRules(new CallbackAllowlist(List.of("hooks.example.com")), publisher -> switch (publisher) {
                case "desk" -> Optional.of("secret");
                case "unlucky" -> throw new IdentityUnavailable(new IllegalStateException("no database"));
                default -> Optional.empty();
            });

    @Test
    void aPublisherWithASecretMayUseAListedCallbackHost() {
        assertThat(rules.refusal("desk", HOOK)).isEmpty();
        assertThat(rules.refusal("desk", URI.create("https://evil.test/")))
                .hasValue("host evil.test is not an allowed callback host");
    }

    @Test
    void aPublisherWithoutASecretIsReferredToTheOperationThatIssuesOne() {
        assertThat(rules.refusal("token-holder", HOOK))
                .hasValueSatisfying(reason -> assertThat(reason).contains("callback secret", "API key"));
    }

    @Test
    void aCallbackIsAttemptedIfTheSecretCannotBeChecked() {
        assertThat(rules.refusal("unlucky", HOOK)).isEmpty();
    }
}
