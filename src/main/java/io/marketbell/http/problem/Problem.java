package io.marketbell.http.problem;

import static java.util.Objects.requireNonNull;

import io.marketbell.json.JsonText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An error response (RFC 9457). {@link ProblemResponse} sends it.
 *
 * @param status the HTTP status, 400 to 599
 * @param detail explains the error and the remedy to people, without secrets; or null
 * @param instance the requested path, or null
 * @param errors the individual faults, if there are several or they have a place
 * @param members additional members, as JSON text that starts with a comma, or an empty text
 * @param headers the header fields of the response, by name
 */
public record Problem(
        ProblemType type,
        int status,
        String detail,
        String instance,
        List<Flaw> errors,
        String members,
        Map<String, List<String>> headers) {

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
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not a status of a problem: " + status);
        }
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    public static Problem of(ProblemType type, String detail) {
        return of(type, type.status(), detail);
    }

    /** A problem for any status code. */
    public static Problem of(int status, String detail) {
        return of(ProblemType.of(status), status, detail);
    }

    /** A problem without further details. */
    public static Problem of(int status) {
        return of(status, ProblemType.of(status).meaning());
    }

    private static Problem of(ProblemType type, int status, String detail) {
        Problem problem = new Problem(type, status, detail, null, List.of(), "", Map.of());
        return type == ProblemType.UNAVAILABLE ? problem.retryAfter(RetryAfter.UNAVAILABLE) : problem;
    }

    /** One fault with its place. */
    public static Problem invalid(String pointer, String detail) {
        return invalid(List.of(new Flaw(pointer, detail)));
    }

    public static Problem invalid(List<Flaw> errors) {
        String detail = errors.size() == 1 ? "one fault" : errors.size() + " faults";
        return of(ProblemType.VALIDATION, detail).errors(errors);
    }

    public Problem at(String instance) {
        return new Problem(type, status, detail, instance, errors, members, headers);
    }

    public Problem errors(List<Flaw> errors) {
        return new Problem(type, status, detail, instance, errors, members, headers);
    }

    public Problem members(String members) {
        return new Problem(type, status, detail, instance, errors, members, headers);
    }

    /** Replaces the values of this header field. */
    public Problem header(String name, List<String> values) {
        Map<String, List<String>> all = new HashMap<>(headers);
        all.put(name, List.copyOf(values));
        return new Problem(type, status, detail, instance, errors, members, all);
    }

    public Problem retryAfter(Duration delay) {
        return header(RetryAfter.HEADER, List.of(Long.toString(RetryAfter.seconds(delay))));
    }

    public String title() {
        return type.title();
    }

    public String toJson() {
        StringBuilder json = new StringBuilder(256 + members.length());
        appendTo(json);
        return json.toString();
    }

    public void appendTo(StringBuilder json) {
        json.append("{\"type\":\"").append(type.uri()).append('"');
        JsonText.member(json, "title", title());
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
        json.append(members).append('}');
    }
}
