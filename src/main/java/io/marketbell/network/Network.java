package io.marketbell.network;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses, as {@code 10.0.0.0/8} or {@code fc00::/7} names it; an address alone is a block of one.
 *
 * @param prefix how many leading bits its addresses share
 */
public record Network(InetAddress base, int prefix) {

    public Network {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException("no network has a prefix of " + prefix + " bits");
        }
    }

    /**
     * Whether it looks like an address. What does is parsed by the JDK without asking a name server, which it would about
     * 1.2.3.256; what begins like an IPv6 address may turn out to be none.
     */
    public static boolean isAddress(String text) {
        return text.indexOf(':') < 0 ? isV4(text) : isLikeV6(text);
    }

    /** An octet that begins with 0 is octal to some and decimal to others, and an address to none. */
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

    /** @throws IllegalArgumentException where it is neither an address nor a block of them */
    public static Network parse(String text) {
        String[] parts = text.split("/", 2);
        if (!isAddress(parts[0])) {
            throw new IllegalArgumentException(text + " is no network");
        }
        try {
            InetAddress base = InetAddress.getByName(parts[0]);
            return new Network(base, parts.length > 1 ? Integer.parseInt(parts[1]) : base.getAddress().length * 8);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no network", e);
        }
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
