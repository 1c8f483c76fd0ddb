package io.marketbell.callback;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name once and answers with what the policy allows, so that the address that was checked is the address that
 * is connected to: a name server that gives another answer the second time is not asked a second time.
 */
final class GuardedResolver implements DnsResolver {

    private final DnsResolver names;
    private final CallbackAllowlist allowlist;

    GuardedResolver(DnsResolver names, CallbackAllowlist allowlist) {
        this.names = names;
        this.allowlist = allowlist;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return allowlist.allowed(host, port, names.resolve(host));
    }

    /** Without a port only what is allowed on any port; the client asks with one. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return resolve(host, 0).stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
