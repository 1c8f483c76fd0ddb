package io.marketbell.ratelimit.bucket;

import io.marketbell.identity.Tier;

/**
 * The subjects whose buckets one request is charged to, all together; null subjects are ignored. Without a user, the
 * endpoint's bucket for anonymous requests is charged.
 *
 * @param user the user, with the tier of the credential used
 * @param address the client address as text; IPv6 counts by its first 64 bits
 * @param endpoint a method and a path template, such as {@code POST /api/v1/notifications}; never a raw path, because
 *     the number of paths is unbounded
 * @param handshake whether the address requests a WebSocket
 */
public record Subjects(String user, Tier tier, String address, String endpoint, boolean handshake) {

    public Subjects {
        if (user != null && tier == null) {
            throw new IllegalArgumentException("a user must have a tier");
        }
        if (handshake && address == null) {
            throw new IllegalArgumentException("a handshake must have an address");
        }
        address = address == null ? null : ClientAddress.of(address);
    }

    public static Subjects user(String user, Tier tier) {
        return new Subjects(user, tier, null, null, false);
    }

    public static Subjects address(String address) {
        return new Subjects(null, null, address, null, false);
    }
}
