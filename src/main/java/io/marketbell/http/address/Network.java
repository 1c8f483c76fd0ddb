package io.marketbell.http.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code fc00::/7}. A single address is a block
 * of one.
 *
 * @param prefix number of leading bits shared by all its addresses
 */
public record Network(InetAddress base, int prefix) {

    public Network {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException("invalid prefix length for a network: " + prefix + " bits");
        }
    }

    /**
     * Returns true if the text has the form of an address, so that the JDK parses it without a DNS lookup. The JDK
     * would look up 1.2.3.256 as a host name. A text that starts like an IPv6 address may still be invalid.
     */
    public static boolean isAddress(String text) {
        return text.indexOf(':') < 0 ? isV4(text) : isLikeV6(text);
    }

    /** Rejects octets with a leading zero, because some programs read them as octal. */
    private static boolean isV4(String text) {
        int dots = 0;
        int octet = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && octet >= 0) {
                dots++;
                octet = -1;
            } else if (c >= '0' && c <= '9' && octet != 0) {
                octet = Math.max(octet, 0) * 10 + c - '0';
            } else {
                return false;
            }
            if (octet > 255) {
                return false;
            }
        }
        return dots == 3 && octet >= 0;
    }

    private static boolean isLikeV6(String text) {
        int colons = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                colons++;
            } else if (c != '.' && (c >= 128 || Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return colons >= 2;
    }

    /** @throws IllegalArgumentException if it is neither an address nor a block of addresses */
    public static Network parse(String text) {
        String[] parts = text.split("/", 2);
        if (!isAddress(parts[0])) {
            throw new IllegalArgumentException("not an IP address or network: " + text);
        }
        try {
            InetAddress base = InetAddress.getByName(parts[0]);
            return new Network(base, parts.length > 1 ? Integer.parseInt(parts[1]) : base.getAddress().length * 8);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address or network: " + text, e);
        }
    }

    /** Returns the block in CIDR notation, as {@link #parse} reads it. */
    public String text() {
        return Address.text(base) + '/' + prefix;
    }

    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xFF : 0xFF << (8 - (prefix - bit)) & 0xFF;
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
