package io.marketbell.identity;

import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the body that asks for an API key, and names every fault of it at once. */
final class KeyRequest {
    private static final int MAX_NAME = 200;
    private static final JsonReaderFactory READERS = JsonProvider.provider().createReaderFactory(Map.of());

    private final JsonObject body;
    private final List<Problem.Flaw> flaws = new ArrayList<>();

    private KeyRequest(JsonObject body) {
        this.body = body;
    }

    /** @throws ProblemException 400 with a pointer to each fault */
    static Keys.Wanted read(String json) {
        KeyRequest request = new KeyRequest(object(json));
        String user = request.name("user", true);
        Set<Role> roles = request.roles();
        Tier tier = request.tier();
        String label = request.name("label", false);
        if (!request.flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(request.flaws));
        }
        return new Keys.Wanted(user, roles, tier, label);
    }

    private static JsonObject object(String json) {
        try (var reader = READERS.createReader(new StringReader(json == null ? "" : json))) {
            if (reader.readValue() instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParsingException e) {
            throw e;
        } catch (JsonException e) {
            throw new ProblemException(Problem.of(400, "the body is not JSON"));
        }
        throw new ProblemException(Problem.invalid("", "must be an object"));
    }

    private String name(String field, boolean required) {
        Optional<String> text = string(field, required);
        if (text.isEmpty()) {
            return null;
        }
        String name = text.get();
        if (name.isBlank() || name.length() > MAX_NAME) {
            flaw("/" + field, "must have 1 to " + MAX_NAME + " characters");
        } else if (!name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
            flaw("/" + field, "must not begin or end with a space, nor hold control characters");
        }
        return name;
    }

    private Tier tier() {
        Optional<String> label = string("tier", true);
        Optional<Tier> tier = label.flatMap(Tier::of);
        if (label.isPresent() && tier.isEmpty()) {
            flaw(
                    "/tier",
                    "unknown tier; there are "
                            + labels(Arrays.stream(Tier.values())
                                    .map(Tier::label)
                                    .toList()));
        }
        return tier.orElse(null);
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        JsonValue value = body.get("roles");
        if (value == null) {
            flaw("/roles", "is required");
        } else if (!(value instanceof JsonArray array) || array.isEmpty()) {
            flaw("/roles", "must be an array of one or more roles");
        } else {
            for (int i = 0; i < array.size(); i++) {
                Optional<Role> role =
                        array.get(i) instanceof JsonString label ? Role.of(label.getString()) : Optional.empty();
                role.ifPresent(roles::add);
                if (role.isEmpty()) {
                    flaw(
                            "/roles/" + i,
                            "unknown role; there are "
                                    + labels(Arrays.stream(Role.values())
                                            .map(Role::label)
                                            .toList()));
                }
            }
        }
        return roles;
    }

    private Optional<String> string(String field, boolean required) {
        JsonValue value = body.get(field);
        if (value instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        boolean absent = value == null || value == JsonValue.NULL;
        if (!absent) {
            flaw("/" + field, "must be a string");
        } else if (required) {
            flaw("/" + field, "is required");
        }
        return Optional.empty();
    }

    private void flaw(String pointer, String detail) {
        flaws.add(new Problem.Flaw(pointer, detail));
    }

    private static String labels(List<String> labels) {
        return labels.stream().collect(Collectors.joining(", "));
    }
}
