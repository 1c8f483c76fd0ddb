package io.marketbell.ratelimit.bucket;

import io.marketbell.http.address.Address;
import io.marketbell.http.address.Network;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The text that an address's bucket is kept under: IPv4 as it is, IPv6 by its first 64 bits, since the owner of one such
 * address has them all. An IPv4 address in the guise of IPv6 is an IPv4 address.
 */
public final class ClientAddress {
    /** For what is no address: all of that shares a bucket. */
    public static final String UNKNOWN = "unknown";

    private static final int OWNED_BITS = 64;
    private static final String SUFFIX = "/" + OWNED_BITS;

    /** What a site is usually given; its owner can use all of its /64 networks. */
    private static final int SITE_BITS = 48;

    private static final String SITE_SUFFIX = "/" + SITE_BITS;

    private ClientAddress() {}

    public static String of(String text) {
        if (text.indexOf(':') < 0) {
            return Network.isAddress(text) ? text : UNKNOWN; // as nearly always
        }
        if (text.endsWith("::" + SUFFIX) && Network.isAddress(withoutSuffix(text))) {
            return text; // what this has made before
        }
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return Network.isAddress(bare)
                ? Address.parse(bare).map(ClientAddress::owned).orElse(UNKNOWN)
                : UNKNOWN;
    }

    /** The /48 of an IPv6 network, or null for any other subject. */
    static String wider(String name) {
        if (!name.endsWith(SUFFIX) || name.indexOf(':') < 0) {
            return null;
        }
        return Address.parse(withoutSuffix(name))
                .map(address -> address instanceof Inet6Address v6 ? Address.block(v6, SITE_BITS) : null)
                .orElse(null);
    }

    /** For what people write: anything but an address is refused. */
    static String demand(String text) {
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

    private static String owned(InetAddress address) {
        return address instanceof Inet6Address v6 ? Address.block(v6, OWNED_BITS) : Address.text(address);
    }
}
