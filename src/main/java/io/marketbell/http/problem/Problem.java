package io.marketbell.http.problem;

import static java.util.Objects.requireNonNull;

import io.marketbell.json.JsonText;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An error response (RFC 9457).
 *
 * @param status the HTTP status, 400 to 599
 * @param detail explains the error and the remedy to people, without secrets; or null
 * @param instance the requested path, or null
 * @param errors the individual faults, if there are several or they have a place
 */
public record Problem(ProblemType type, String title, int status, String detail, String instance, List<Flaw> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** @param pointer the place: a JSON pointer into the body (RFC 6901), or the name of a parameter */
    public record Flaw(String pointer, String detail) {
        public Flaw {
            requireNonNull(pointer, "pointer");
            requireNonNull(detail, "detail");
        }
    }

    public Problem {
        requireNonNull(type, "type");
        requireNonNull(title, "title");
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not a status of a problem: " + status);
        }
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.title(), type.status(), detail, null, List.of());
    }

    /** A problem for any status code. */
    public static Problem of(int status, String detail) {
        ProblemType type = ProblemType.of(status);
        return new Problem(type, type.title(), status, detail, null, List.of());
    }

    /** A problem without further details. */
    public static Problem of(int status) {
        return of(status, ProblemType.of(status).meaning());
    }

    /** One fault with its place. */
    public static Problem invalid(String pointer, String detail) {
        return invalid(List.of(new Flaw(pointer, detail)));
    }

    public static Problem invalid(List<Flaw> errors) {
        String detail = errors.size() == 1 ? "one fault" : errors.size() + " faults";
        return new Problem(ProblemType.VALIDATION, ProblemType.VALIDATION.title(), 400, detail, null, errors);
    }

    public Problem at(String instance) {
        return new Problem(type, title, status, detail, instance, errors);
    }

    public String toJson() {
        return toJson("");
    }

    /** @param members additional members, as JSON text that starts with a comma, or an empty text */
    public String toJson(String members) {
        StringBuilder json = new StringBuilder(256 + members.length());
        appendTo(json);
        json.setLength(json.length() - 1);
        return json.append(members).append('}').toString();
    }

    public void appendTo(StringBuilder json) {
        json.append("{\"type\":\"").append(type.uri()).append('"');
        JsonText.member(json, "title", title);
        json.append(",\"status\":").append(status);
        JsonText.member(json, "detail", detail);
        JsonText.member(json, "instance", instance);
        if (!errors.isEmpty()) {
            json.append(",\"errors\":[");
            for (int i = 0; i < errors.size(); i++) {
                json.append(i == 0 ? "{\"pointer\":" : ",{\"pointer\":");
                JsonText.quote(json, errors.get(i).pointer());
                JsonText.member(json, "detail", errors.get(i).detail());
                json.append('}');
            }
            json.append(']');
        }
        json.append('}');
    }

    /** A response with this problem; further headers may be added. */
    public Response.ResponseBuilder response() {
        return response("");
    }

    /** @param members as for {@link #toJson(String)} */
    public Response.ResponseBuilder response(String members) {
        // Bytes, because a JSON provider may treat a string as a value to be quoted.
        return Response.status(status).type(MEDIA_TYPE).entity(toJson(members).getBytes(StandardCharsets.UTF_8));
    }
}
