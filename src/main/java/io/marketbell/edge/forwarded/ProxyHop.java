package io.marketbell.edge.forwarded;

/**
 * What one proxy says of the request that reached it, as it wrote it.
 *
 * @param client who sent it; null where it does not say
 * @param scheme null where it does not say
 * @param host with its port where it is not the usual one; null where it does not say
 * @param port null where it does not say; counts where the host has none
 */
record ProxyHop(String client, String scheme, String host, String port) {}
