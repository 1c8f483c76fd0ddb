package io.marketbell.edge.forwarded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the header Forwarded (RFC 7239, section 4) strictly: what may be taken in two ways is not taken at all. */
final class ForwardedHeader {
    private final String text;
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** Its elements from left to right; empty where it cannot be read. */
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

    /** A name once only: neither the first nor the last of two may count. */
    private boolean pair(Map<String, String> pairs) {
        String name = token().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || !take('=')) {
            return false;
        }
        String value = take('"') ? quoted() : token();
        return value != null && !value.isEmpty() && pairs.put(name, value) == null;
    }

    /** Null where its end is missing. */
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

    /** Tokens, and the colons and brackets that many proxies write without the quotes they need. */
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
