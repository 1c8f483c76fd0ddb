package io.marketbell.edge.forwarded;

/**
 * The information of one proxy about the request it received, unparsed.
 *
 * @param client the sender; null if absent
 * @param scheme null if absent
 * @param host with the port if it is not the default one; null if absent
 * @param port null if absent; used only if the host has none
 */
record ProxyHop(String client, String scheme, String host, String port) {}
