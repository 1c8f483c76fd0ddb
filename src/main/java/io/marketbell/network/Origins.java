package io.marketbell.network;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose pages may read answers and open sockets: the server's own, and those of listed origins. Browsers let any page open
 * a socket to any server, with the user's network position: the server has to look at the Origin header itself.
 */
public final class Origins {
    /** The setting that lists them. */
    public static final String SETTING = "marketbell.protection.origins";

    private final Set<String> allowed = new HashSet<>();

    /** @throws IllegalArgumentException where one of them is not an origin, such as {@code *} */
    public Origins(Collection<String> allowed) {
        for (String origin : allowed) {
            this.allowed.add(normal(origin)
                    .orElseThrow(() -> new IllegalArgumentException(
                            SETTING + ": not an origin such as" + " https://app.example.com: " + origin)));
        }
    }

    /** @param scheme, host and port as the client sees the server */
    public boolean allow(String origin, String scheme, String host, int port) {
        return lists(origin) || isOwn(origin, scheme, host, port);
    }

    /** Whether it is one of the listed. */
    public boolean lists(String origin) {
        return normal(origin).filter(allowed::contains).isPresent();
    }

    /** Whether it is the server's own, as the client sees the server. */
    public static boolean isOwn(String origin, String scheme, String host, int port) {
        Optional<String> asked = normal(origin);
        return asked.isPresent() && asked.equals(normal(scheme, host, port));
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
        String name = host.toLowerCase(Locale.ROOT);
        if (name.indexOf(':') >= 0 && !name.startsWith("[")) {
            name = '[' + name + ']';
        }
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
