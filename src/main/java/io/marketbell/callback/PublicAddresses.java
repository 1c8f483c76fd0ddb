package io.marketbell.callback;

import io.marketbell.http.address.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Distinguishes public Internet addresses from local, private and special-purpose ones, based on IANA's registries of
 * special-purpose addresses (RFC 6890 and its updates).
 */
final class PublicAddresses {

    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local; cloud providers serve instance credentials there
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // deprecated 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "2001::/23", // protocol assignments, including Teredo
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    /** All globally routed IPv6 addresses; excludes loopback, unique-local, link-local and multicast. */
    private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

    /** IPv6 addresses that embed an IPv4 address (NAT64, 6to4): the embedded address is checked. */
    private static final Network NAT64 = Network.parse("64:ff9b::/96");

    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

    private PublicAddresses() {}

    /** Returns whether the address is public; false in case of doubt. Java converts IPv4-mapped addresses to IPv4. */
    static boolean contain(InetAddress address) {
        if (address instanceof Inet4Address) {
            return isOrdinary(address);
        }
        if (NAT64.contains(address)) {
            return isOrdinary(embedded(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isOrdinary(embedded(address, 2));
        }
        return GLOBAL_UNICAST.contains(address) && isOrdinary(address);
    }

    private static boolean isOrdinary(InetAddress address) {
        return SPECIAL.stream().noneMatch(network -> network.contains(address));
    }

    private static InetAddress embedded(InetAddress address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of four bytes is always valid", e);
        }
    }

    private static List<Network> networks(String... blocks) {
        return Stream.of(blocks).map(Network::parse).toList();
    }
}
