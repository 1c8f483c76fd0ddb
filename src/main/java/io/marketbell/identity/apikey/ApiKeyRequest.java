package io.marketbell.identity.apikey;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.SmallBody;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.ReservedNames;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.identity.UserName;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses the request body for a new API key and reports all errors at once. */
final class ApiKeyRequest {
    private static final String TIERS =
            Stream.of(Tier.values()).map(Tier::label).collect(Collectors.joining(", "));
    private static final String ROLES =
            Stream.of(Role.values()).map(Role::label).collect(Collectors.joining(", "));

    private final JsonObject body;
    private final List<Problem.Flaw> flaws = new ArrayList<>();

    private ApiKeyRequest(JsonObject body) {
        this.body = body;
    }

    /** @throws ProblemException with all errors of the body */
    static ApiKeys.NewKey read(String json, Instant now) {
        ApiKeyRequest request = new ApiKeyRequest(SmallBody.object(json));
        ApiKeys.NewKey newKey = request.newKey(now);
        if (!request.flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(request.flaws));
        }
        return newKey;
    }

    private ApiKeys.NewKey newKey(Instant now) {
        String user = name("user", true);
        Set<Role> roles = roles();
        ApiKeyRestrictionsRequest restrictions = new ApiKeyRestrictionsRequest(body, flaws);
        PublishScope scope = restrictions.scope(name(ApiKeyRestrictionsRequest.PREFIX, false));
        if (scope.isRestricted()
                && !roles.isEmpty()
                && (!roles.contains(Role.PUBLISHER) || roles.contains(Role.ADMIN))) {
            flaw("/roles", "a key that is restricted in what it publishes must have the role publisher and not admin");
        }
        return new ApiKeys.NewKey(
                user,
                roles,
                tier(),
                name("label", false),
                restrictions.expiresAt(string("expires_at", false), now),
                new KeyRestrictions(restrictions.networks(), scope));
    }

    private String name(String field, boolean required) {
        Optional<String> text = string(field, required);
        if (text.isEmpty()) {
            return null;
        }
        String name = text.get();
        UserName.fault(name).ifPresent(fault -> flaw("/" + field, fault));
        if (field.equals("user") && ReservedNames.has(name)) {
            flaw("/" + field, "is reserved for entries of the audit log; choose another name");
        }
        return name;
    }

    private Tier tier() {
        Optional<String> label = string("tier", true);
        Optional<Tier> tier = label.flatMap(Tier::of);
        if (label.isPresent() && tier.isEmpty()) {
            flaw("/tier", "unknown tier; allowed: " + TIERS);
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
                    flaw("/roles/" + i, "unknown role; allowed: " + ROLES);
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
}
