package io.marketbell.http.address;

import java.util.Locale;
import java.util.Optional;

/**
 * A host and an optional port, as in the Host header (RFC 9110, section 7.2).
 *
 * @param host in lower case, without a trailing dot; an IPv6 address in brackets, in canonical form
 * @param port the port, or -1 if absent
 */
public record Authority(String host, int port) {
    private static final int LONGEST_NAME = 253;

    public static Optional<Authority> parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (text.startsWith("[") && end == 0) {
            return Optional.empty();
        }
        String host = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end);
        int port = port(rest);
        return port < -1 ? Optional.empty() : host(host).map(name -> new Authority(name, port));
    }

    /** @param rest the text after the host: empty, or a colon and a port */
    public static boolean isPort(String rest) {
        return port(rest) >= -1;
    }

    /** Adds the brackets of an IPv6 address, which servlet containers omit. */
    public static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
    }

    /** @return the port, -1 if absent, or a lower value if invalid */
    private static int port(String rest) {
        if (rest.isEmpty() || rest.equals(":")) {
            return -1;
        }
        return rest.charAt(0) == ':' ? Port.parse(rest.substring(1)).orElse(-2) : -2;
    }

    private static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            String inner = text.substring(1, text.length() - 1);
            return inner.indexOf(':') < 0
                    ? Optional.empty()
                    : Address.parse(inner).map(address -> '[' + Address.text(address) + ']');
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return isName(name) ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Accepts letters, digits, hyphens and underscores in non-empty labels. IPv4 addresses also have this form. */
    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.startsWith(".") || name.contains("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 128 || !(Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_')) {
                return false;
            }
        }
        return true;
    }
}
