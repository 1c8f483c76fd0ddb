package io.marketbell.callback;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name once and returns only the allowed addresses, so that the checked address is the one connected to.
 * This prevents DNS rebinding, where a second lookup returns a different address.
 */
record GuardedResolver(DnsResolver names, CallbackAllowlist allowlist) implements DnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return allowlist.allowed(host, port, names.resolve(host));
    }

    /** Without a port, returns only addresses allowed on any port; the HTTP client passes a port. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return resolve(host, 0).stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
