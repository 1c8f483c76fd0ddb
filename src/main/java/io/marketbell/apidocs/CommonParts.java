package io.marketbell.apidocs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/**
 * Adds the common parts to every OpenAPI operation: required roles, error responses, rate limit headers, and
 * conditional request headers. The referenced components are defined in META-INF/openapi.yaml.
 *
 * <p>The roles are those enforced by {@code @RolesAllowed}. The server's scanner exports them as scopes of a security
 * scheme, provided that exactly one scheme with scopes exists. The scheme {@link #ROLES} on the application class
 * exists only for this purpose and is removed here.
 */
public final class CommonParts implements OASFilter {
    /** Security scheme that transfers the roles from the scanner to this filter. */
    public static final String ROLES = "roles";

    private static final String ADMIN = "admin";

    private static final List<String> LIMITS =
            List.of("RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");

    @Override
    public Operation filterOperation(Operation operation) {
        List<String> roles = roles(operation);
        if (!roles.isEmpty()) {
            operation.setSecurity(List.of(requirement("apiKey"), requirement("bearer")));
            String given = operation.getDescription() == null
                    ? ""
                    : operation.getDescription().strip() + "\n\n";
            operation.setDescription(given + Roles.sentence(roles));
        }
        if (operation.getResponses().hasAPIResponse("304")) {
            operation.addParameter(OASFactory.createParameter().ref("If-None-Match"));
        }
        refusals(operation).forEach((status, name) -> {
            if (!operation.getResponses().hasAPIResponse(status)) {
                operation
                        .getResponses()
                        .addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
            }
        });
        sort(operation);
        return operation;
    }

    @Override
    public APIResponse filterAPIResponse(APIResponse response) {
        if (response.getRef() == null) {
            LIMITS.forEach(name -> addHeader(response, name));
        }
        return response;
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (parameter.getRef() == null) {
            SharedParameter.named(parameter.getName()).ifPresent(shared -> shared.describe(parameter));
        }
        return parameter;
    }

    /** Called last, after the filtering of components and paths. */
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        if (components != null && components.getSecuritySchemes() != null) {
            components.removeSecurityScheme(ROLES);
            Map<String, APIResponse> responses = components.getResponses();
            for (String name : List.of("QuotaExceeded", "Unavailable")) {
                if (responses != null && responses.containsKey(name)) {
                    addHeader(responses.get(name), "Retry-After");
                }
            }
        }
    }

    private static List<String> roles(Operation operation) {
        List<SecurityRequirement> given = operation.getSecurity() == null ? List.of() : operation.getSecurity();
        List<String> roles = new ArrayList<>();
        for (SecurityRequirement requirement : given) {
            if (requirement.hasScheme(ROLES)) {
                roles.addAll(requirement.getScheme(ROLES));
            }
        }
        return roles.stream().distinct().collect(Collectors.toList());
    }

    private static SecurityRequirement requirement(String scheme) {
        return OASFactory.createSecurityRequirement().addScheme(scheme);
    }

    /** Returns the error statuses and the names of the corresponding response components. */
    private static Map<String, String> refusals(Operation operation) {
        Map<String, String> refusals = new LinkedHashMap<>();
        refusals.put("400", "Malformed");
        refusals.put("401", "Unauthenticated");
        refusals.put("403", "Forbidden");
        if (negotiates(operation)) {
            refusals.put("406", "NotAcceptable");
        }
        if (operation.getRequestBody() != null) {
            refusals.put("408", "RequestTimeout");
            refusals.put("413", "TooLarge");
            refusals.put("415", "UnsupportedMediaType");
        }
        refusals.put("429", "QuotaExceeded");
        refusals.put("500", "Internal");
        refusals.put("503", "Unavailable");
        return refusals;
    }

    /** The media type of a stream is fixed; the Accept header has no effect. */
    private static boolean negotiates(Operation operation) {
        return operation.getResponses().getAPIResponses().values().stream()
                .noneMatch(response ->
                        response.getContent() != null && response.getContent().hasMediaType("text/event-stream"));
    }

    private static void sort(Operation operation) {
        APIResponses sorted = OASFactory.createAPIResponses();
        operation.getResponses().getAPIResponses().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.addAPIResponse(entry.getKey(), entry.getValue()));
        operation.setResponses(sorted);
    }

    private static void addHeader(APIResponse response, String name) {
        Map<String, Header> present = response.getHeaders() == null ? Map.of() : response.getHeaders();
        if (!present.containsKey(name)) {
            response.addHeader(name, OASFactory.createHeader().ref(name));
        }
    }

    /** Describes the required roles in words. */
    static final class Roles {
        private Roles() {}

        static String sentence(List<String> roles) {
            List<String> needed =
                    roles.stream().filter(role -> !role.equals(ADMIN)).sorted().toList();
            if (needed.isEmpty()) {
                return "Requires the role `" + ADMIN + "`.";
            }
            return "Requires the role "
                    + needed.stream().map(role -> '`' + role + '`').collect(Collectors.joining(" or ")) + " or `"
                    + ADMIN
                    + "`.";
        }
    }
}
