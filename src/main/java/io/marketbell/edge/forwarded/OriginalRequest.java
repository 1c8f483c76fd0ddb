package io.marketbell.edge.forwarded;

import io.marketbell.http.address.Authority;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A request as the client sent it, as far as trusted proxies have reported it.
 *
 * @param address address of the client, or of the farthest proxy that could be identified
 * @param secure empty if not reported
 * @param host empty if not reported
 * @param port port reported in a separate header, not with the host; -1 if not reported
 */
public record OriginalRequest(InetAddress address, Optional<Boolean> secure, Optional<Authority> host, int port) {}
