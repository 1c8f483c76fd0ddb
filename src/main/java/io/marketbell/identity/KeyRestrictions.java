package io.marketbell.identity;

import io.marketbell.http.address.Address;
import io.marketbell.http.address.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Restricts the use of a credential.
 *
 * @param networks the networks that it may be used from; empty: all
 * @param scope restricts what it may publish
 */
public record KeyRestrictions(List<Network> networks, PublishScope scope) {
    public static final KeyRestrictions NONE = new KeyRestrictions(List.of(), PublishScope.UNRESTRICTED);

    public KeyRestrictions {
        networks = List.copyOf(networks);
    }

    public boolean areEmpty() {
        return networks.isEmpty() && !scope.isRestricted();
    }

    /**
     * Returns whether a client with this address may use the credential.
     *
     * @param address may be null: an unknown address is in no network
     */
    public boolean allowAddress(String address) {
        if (networks.isEmpty()) {
            return true;
        }
        Optional<InetAddress> client = Optional.ofNullable(address).flatMap(Address::parse);
        return client.isPresent() && networks.stream().anyMatch(network -> network.contains(client.get()));
    }
}
