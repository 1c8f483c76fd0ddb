package io.marketbell.injection;

import io.marketbell.json.JsonPlace;
import io.marketbell.json.StrictJson;
import io.marketbell.json.TextWalker;
import jakarta.json.stream.JsonParser;
import java.util.Optional;
import java.util.Set;

/** Inspects every key and every string of a JSON text; names each place as a JSON pointer (RFC 6901). */
final class JsonTextInspection extends TextWalker<InjectionFinding> {
    /** Members whose strings are free text. All others are identifiers or filters. */
    private static final Set<String> FREE = Set.of("label", "note", "notes");

    private final InjectionGuard guard;

    private JsonTextInspection(InjectionGuard guard) {
        this.guard = guard;
    }

    /** Returns nothing for invalid JSON, which has no place to name; the resource reports it. */
    static Optional<InjectionFinding> inspect(String json, InjectionGuard guard) {
        try (JsonParser parser = StrictJson.parser(json)) {
            return Optional.ofNullable(new JsonTextInspection(guard).walk(parser));
        } catch (RuntimeException unreadable) {
            // Catches more than JSON-P's own exceptions: for example, the parser's nesting limit throws a plain
            // RuntimeException.
            return Optional.empty();
        }
    }

    @Override
    protected InjectionFinding name(JsonPlace object, String name) {
        return refusal(TextPlace.IDENTIFIER, object.member(name), name);
    }

    @Override
    protected InjectionFinding text(JsonPlace place, String text) {
        return refusal(FREE.contains(place.name()) ? TextPlace.TEXT : TextPlace.IDENTIFIER, place, text);
    }

    private InjectionFinding refusal(TextPlace kind, JsonPlace place, String text) {
        return guard.refusal(TextSource.BODY, kind, place::pointer, text).orElse(null);
    }
}
