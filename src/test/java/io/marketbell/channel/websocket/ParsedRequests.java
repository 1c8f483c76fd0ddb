package io.marketbell.channel.websocket;

import io.marketbell.channel.NameLimits;
import io.marketbell.json.TextPolicy;

/** Parses requests with the default limits. */
final class ParsedRequests {
    private ParsedRequests() {}

    static ClientRequest read(String text) {
        return read(text, (kind, place, value) -> null);
    }

    static ClientRequest read(String text, TextPolicy policy) {
        return ClientRequestParser.read(text, policy, NameLimits.DEFAULT);
    }
}
