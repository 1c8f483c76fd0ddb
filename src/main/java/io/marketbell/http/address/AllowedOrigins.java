package io.marketbell.http.address;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which origins may read responses and open WebSocket connections: the server's own and the configured ones.
 * Browsers let any page open a WebSocket to any server from the user's network, so the server must check the Origin
 * header.
 */
public final class AllowedOrigins {
    /** Name of the setting. */
    public static final String SETTING = "marketbell.protection.origins";

    private final Set<String> allowed = new HashSet<>();

    /** @throws IllegalArgumentException if an entry is not an origin, for example {@code *} */
    public AllowedOrigins(Collection<String> allowed) {
        for (String origin : allowed) {
            this.allowed.add(normal(origin)
                    .orElseThrow(() -> new IllegalArgumentException(
                            SETTING + ": not an origin such as https://app.example.com: " + origin)));
        }
    }

    /** @param scheme scheme, host and port by which the client reaches the server */
    public boolean allow(String origin, String scheme, String host, int port) {
        return lists(origin) || isOwn(origin, scheme, host, port);
    }

    /** Returns true if it is a configured origin. */
    public boolean lists(String origin) {
        return normal(origin).filter(allowed::contains).isPresent();
    }

    /** Returns true if it is the server's own origin, as seen by the client. */
    public static boolean isOwn(String origin, String scheme, String host, int port) {
        Optional<String> requested = normal(origin);
        return requested.isPresent() && requested.equals(normal(scheme, host, port));
    }

    private static Optional<String> normal(String origin) {
        try {
            URI uri = URI.create(origin.trim());
            boolean bare = uri.getRawUserInfo() == null
                    && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return bare ? normal(uri.getScheme(), uri.getHost(), uri.getPort()) : Optional.empty();
        } catch (IllegalArgumentException notAnOrigin) {
            return Optional.empty();
        }
    }

    private static Optional<String> normal(String scheme, String host, int port) {
        if (scheme == null || host == null) {
            return Optional.empty();
        }
        String protocol = scheme.toLowerCase(Locale.ROOT);
        String name = Authority.bracketed(host.toLowerCase(Locale.ROOT));
        int number = port > 0 ? port : defaultPort(protocol);
        return number < 0 ? Optional.empty() : Optional.of(protocol + "://" + name + ':' + number);
    }

    private static int defaultPort(String protocol) {
        return switch (protocol) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }
}
