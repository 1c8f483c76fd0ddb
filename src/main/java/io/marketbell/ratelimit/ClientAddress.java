package io.marketbell.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The text that an address's bucket is kept under: IPv4 as it is, IPv6 by its first 64 bits, since whoever has one such
 * address has them all. An IPv4 address in the guise of IPv6 is an IPv4 address.
 */
final class ClientAddress {
    /** For what is no address: all of that shares a bucket. */
    static final String UNKNOWN = "unknown";

    private static final String NETWORK = "::/64";
    private static final int GROUPS = 4;

    private ClientAddress() {}

    static String of(String text) {
        if (isV4(text) || text.endsWith(NETWORK) && isLiteral(text.substring(0, text.length() - 3))) {
            return text; // as nearly always, or what this has made before
        }
        if (!isLiteral(text)) {
            return UNKNOWN;
        }
        try {
            int zone = text.indexOf('%');
            // a literal is never looked up
            InetAddress address = InetAddress.getByName(zone < 0 ? text : text.substring(0, zone));
            return address instanceof Inet6Address ? network(address.getAddress()) : address.getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            return UNKNOWN;
        }
    }

    /** For what people write: anything but an address is refused. */
    static String demand(String text) {
        String given = text.endsWith("/64") ? text.substring(0, text.length() - 3) : text;
        String address = of(given);
        if (address.equals(UNKNOWN) && !text.equals(UNKNOWN)) {
            throw new IllegalArgumentException("an address is such as 203.0.113.7 or 2001:db8::/64");
        }
        return address;
    }

    private static boolean isV4(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return dots == 3 && text.length() >= 7 && text.length() <= 15;
    }

    private static boolean isLiteral(String text) {
        boolean colon = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && colon) {
                return true;
            }
            colon |= c == ':';
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return colon;
    }

    /** As RFC 5952 writes it: the longest run of zeros is always the one at the end. */
    private static String network(byte[] address) {
        StringBuilder text = new StringBuilder(24);
        int last = GROUPS - 1;
        while (last >= 0 && group(address, last) == 0) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            text.append(i == 0 ? "" : ":").append(Integer.toHexString(group(address, i)));
        }
        return text.append(NETWORK).toString();
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xFF) << 8 | address[2 * index + 1] & 0xFF;
    }
}
