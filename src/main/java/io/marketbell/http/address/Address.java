package io.marketbell.http.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Parses and formats IP addresses without DNS lookups. */
public final class Address {
    /** The name of clients whose address is unknown. */
    public static final String UNKNOWN_CLIENT = "unknown";

    /** Number of leading bits of an IPv6 address that identify one client. */
    public static final int CLIENT_BITS = 64;

    private Address() {}

    /**
     * Parses an address with an optional port: {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1},
     * {@code [2001:db8::1]:4711}. An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is returned as IPv4.
     */
    public static Optional<InetAddress> parse(String text) {
        String address = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || !isPort(text.substring(end + 1)) || text.indexOf(':') > end) {
                return Optional.empty();
            }
            address = text.substring(1, end);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            int colon = text.indexOf(':');
            if (!isPort(text.substring(colon))) {
                return Optional.empty();
            }
            address = text.substring(0, colon);
        }
        try {
            return Network.isAddress(address) ? Optional.of(InetAddress.getByName(address)) : Optional.empty();
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** RFC 7239 also allows an obfuscated port, such as {@code _secret}. */
    private static boolean isPort(String text) {
        return text.isEmpty()
                || text.startsWith(":_")
                || text.startsWith(":") && Port.parse(text.substring(1)).isPresent();
    }

    /** Returns the canonical text form (RFC 5952 for IPv6), so that equal addresses have equal texts. */
    public static String text(InetAddress address) {
        return address instanceof Inet6Address ? shortest(address.getAddress()) : address.getHostAddress();
    }

    /**
     * Returns the name of the client that controls the address: an IPv4 address, or the /64 block of an IPv6 address,
     * because the owner of one such address controls the whole block.
     *
     * @param address may be null or no address; all of these have the same name
     */
    public static String client(String address) {
        return Optional.ofNullable(address)
                .flatMap(Address::parse)
                .map(Address::client)
                .orElse(UNKNOWN_CLIENT);
    }

    /** As {@link #client(String)}. */
    public static String client(InetAddress address) {
        return address instanceof Inet6Address v6 ? block(v6, CLIENT_BITS) : text(address);
    }

    /** Returns the block of all addresses with the same prefix, such as {@code 2001:db8::/64}. */
    public static String block(Inet6Address address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return shortest(bytes) + '/' + prefix;
    }

    private static String shortest(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
