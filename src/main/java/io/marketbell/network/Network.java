package io.marketbell.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses, as {@code 10.0.0.0/8} or {@code fc00::/7} names it; an address alone is a block of one.
 *
 * @param prefix how many leading bits its addresses share
 */
public record Network(InetAddress base, int prefix) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /**
     * What looks like one of these is parsed by the JDK without asking a name server, which it would about 1.2.3.256. An
     * octet that begins with 0 is octal to some and decimal to others, and an address to none.
     */
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    public Network {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException("no network has a prefix of " + prefix + " bits");
        }
    }

    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
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
