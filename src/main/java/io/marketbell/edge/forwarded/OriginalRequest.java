package io.marketbell.edge.forwarded;

import io.marketbell.http.address.Authority;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A request as the client sent it, as far as trusted proxies have told; before them it may have looked otherwise.
 *
 * @param address of the client, or of the farthest proxy that could be told apart
 * @param secure empty where nobody told
 * @param host empty where nobody told
 * @param port told beside the host, not with it; -1 where nobody told
 */
public record OriginalRequest(InetAddress address, Optional<Boolean> secure, Optional<Authority> host, int port) {}
