package io.marketbell.ratelimit.bucket;

import io.marketbell.http.address.Address;
import io.marketbell.http.address.Network;
import java.net.Inet6Address;

/**
 * The name of an address's bucket: an IPv4 address unchanged, an IPv6 address by its first 64 bits, because the owner
 * of one such address controls the whole /64 network. An IPv4-mapped IPv6 address counts as IPv4.
 */
public final class ClientAddress {
    /** The name for all texts that are not addresses; they share one bucket. */
    public static final String UNKNOWN = Address.UNKNOWN_CLIENT;

    private static final String SUFFIX = "/" + Address.CLIENT_BITS;

    /** The usual size of a site's network; its owner can use all of its /64 networks. */
    private static final int SITE_BITS = 48;

    private static final String SITE_SUFFIX = "/" + SITE_BITS;

    private ClientAddress() {}

    public static String of(String text) {
        if (text.indexOf(':') < 0) {
            return Network.isAddress(text) ? text : UNKNOWN; // the usual case
        }
        if (text.endsWith("::" + SUFFIX) && Network.isAddress(withoutSuffix(text))) {
            return text; // a name made by this class
        }
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return Network.isAddress(bare)
                ? Address.parse(bare).map(Address::client).orElse(UNKNOWN)
                : UNKNOWN;
    }

    /** Returns the /48 of an IPv6 network, or null for any other subject. */
    static String wider(String name) {
        if (!name.endsWith(SUFFIX) || name.indexOf(':') < 0) {
            return null;
        }
        return Address.parse(withoutSuffix(name))
                .map(address -> address instanceof Inet6Address v6 ? Address.block(v6, SITE_BITS) : null)
                .orElse(null);
    }

    /** For input by people: rejects any text that is not an address. */
    static String parse(String text) {
        if (text.endsWith(SITE_SUFFIX)) {
            String site = wider(of(text.substring(0, text.length() - SITE_SUFFIX.length())));
            if (site != null) {
                return site;
            }
        }
        String address = of(text.endsWith(SUFFIX) ? withoutSuffix(text) : text);
        if (address.equals(UNKNOWN) && !text.equals(UNKNOWN)) {
            throw new IllegalArgumentException("an address must have a form such as 203.0.113.7 or 2001:db8::/64");
        }
        return address;
    }

    private static String withoutSuffix(String text) {
        return text.substring(0, text.length() - SUFFIX.length());
    }
}
