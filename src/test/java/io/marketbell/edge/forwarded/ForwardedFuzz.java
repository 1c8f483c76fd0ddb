package io.marketbell.edge.forwarded;

import io.marketbell.edge.forwarded.ProxyTrust.Unreliable;
import io.marketbell.fuzz.FuzzCheck;
import io.marketbell.http.address.Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Headers of proxies: any value is either read or unreliable. Values that a client sent in front of the proxy's entry
 * never change the address of the client.
 */
public final class ForwardedFuzz {
    private static final String CLIENT = "203.0.113.7";
    private static final InetAddress CLIENT_ADDRESS = address(CLIENT);
    private static final InetAddress PROXY = address("10.0.0.1");
    private static final ProxyTrust PROXIES = new ProxyTrust(List.of("10.0.0.0/8", "2001:db8:ffff::/48"));

    private ForwardedFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String[] values = new String(data, StandardCharsets.ISO_8859_1).split("\n", 3);
        String forwarded = values[0];
        String clients = values.length > 1 ? values[1] : forwarded;
        String host = values.length > 2 ? values[2] : clients;

        read(Map.of("Forwarded", forwarded, "X-Forwarded-For", clients, "X-Forwarded-Host", host));
        read(Map.of("X-Forwarded-For", clients, "X-Forwarded-Host", host, "X-Forwarded-Proto", forwarded));

        unforged(read(Map.of("X-Forwarded-For", clients + ", " + CLIENT)));
        unforged(read(Map.of("Forwarded", forwarded + ", for=" + CLIENT)));
    }

    private static void unforged(OriginalRequest request) {
        FuzzCheck.holds(
                request == null || request.address().equals(CLIENT_ADDRESS), "a client cannot forge its address");
    }

    /** Null if the headers are unreliable. */
    private static OriginalRequest read(Map<String, String> headers) {
        try {
            return PROXIES.clientSide(PROXY, new ForwardingHeaders(name -> {
                String value = headers.get(name);
                return value == null ? List.of() : List.of(value);
            }));
        } catch (Unreliable e) {
            return null;
        }
    }

    private static InetAddress address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
