package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.address.Network;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyRestrictionsTest {

    private static KeyRestrictions networks(String... networks) {
        return new KeyRestrictions(Stream.of(networks).map(Network::parse).toList(), PublishScope.UNRESTRICTED);
    }

    @Test
    void addressMustBeInANetworkIfThereAreAny() {
        KeyRestrictions two = networks("192.0.2.0/24", "2001:db8::/32");

        assertThat(two.allowAddress("192.0.2.200")).isTrue();
        assertThat(two.allowAddress("::ffff:192.0.2.200")).isTrue();
        assertThat(two.allowAddress("2001:db8:1::1")).isTrue();
        assertThat(two.allowAddress("192.0.3.1")).isFalse();
        assertThat(two.allowAddress("2001:db9::1")).isFalse();
        assertThat(KeyRestrictions.NONE.allowAddress("192.0.3.1")).isTrue();
    }

    @Test
    void unknownAddressIsInNoNetwork() {
        assertThat(networks("0.0.0.0/0").allowAddress(null)).isFalse();
        assertThat(networks("0.0.0.0/0").allowAddress("client.example.com")).isFalse();
        assertThat(KeyRestrictions.NONE.allowAddress(null)).isTrue();
    }

    @Test
    void scopeAllowsListedTypesAndRecipientsWithThePrefix() {
        PublishScope scope = new PublishScope(List.of("ORDER_FILLED", "ORDER_FILLED"), "desk-");

        assertThat(scope.types()).containsExactly("ORDER_FILLED");
        assertThat(scope.isRestricted()).isTrue();
        assertThat(scope.allowsType("ORDER_FILLED")).isTrue();
        assertThat(scope.allowsType("order_filled")).isFalse();
        assertThat(scope.allowsRecipient("desk-7")).isTrue();
        assertThat(scope.allowsRecipient("Desk-7")).isFalse();
        assertThat(PublishScope.UNRESTRICTED.isRestricted()).isFalse();
        assertThat(PublishScope.UNRESTRICTED.allowsType("ORDER_FILLED")).isTrue();
        assertThat(PublishScope.UNRESTRICTED.allowsRecipient("alice")).isTrue();
    }
}
