package io.marketbell.edge.forwarded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parses the header Forwarded (RFC 7239, section 4) strictly: ambiguous values are rejected. */
final class ForwardedHeader {
    private final String text;
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** The elements from left to right; empty if the header is malformed. */
    static Optional<List<ProxyHop>> parse(String text) {
        return new ForwardedHeader(text).elements();
    }

    private Optional<List<ProxyHop>> elements() {
        List<ProxyHop> hops = new ArrayList<>();
        do {
            Map<String, String> pairs = new LinkedHashMap<>();
            do {
                skipSpace();
                if (!pair(pairs)) {
                    return Optional.empty();
                }
                skipSpace();
            } while (take(';'));
            hops.add(new ProxyHop(pairs.get("for"), pairs.get("proto"), pairs.get("host"), null));
        } while (take(','));
        return at == text.length() ? Optional.of(hops) : Optional.empty();
    }

    /** Rejects duplicate names: neither of the two values is reliable. */
    private boolean pair(Map<String, String> pairs) {
        String name = token().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || !take('=')) {
            return false;
        }
        String value = take('"') ? quoted() : token();
        return value != null && !value.isEmpty() && pairs.put(name, value) == null;
    }

    /** Null if the closing quote is missing. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return null;
    }

    /**
     * Parses a token, including unquoted colons and brackets, which many proxies write although the standard requires
     * quotes.
     */
    private String token() {
        int from = at;
        while (at < text.length() && "()<>@,;\\\"/?={} \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
