package io.marketbell.http.problem;

/**
 * All types of problems. The URI is stable, so clients may compare it. All but one are relative to the server, which
 * describes each type there ({@link ProblemPage}); the type of exceeded quotas is registered with IANA.
 */
public enum ProblemType {
    VALIDATION(
            400, "validation", "Invalid content", "The request breaks a validation rule; 'errors' lists each fault."),
    MALFORMED(400, "malformed", "Malformed request", "The request, or the JSON in it, cannot be parsed."),
    SUSPICIOUS_INPUT(
            400,
            "suspicious-input",
            "Suspicious input",
            "A value looks like an attack; the detail names its location, and 'errors' how to have it accepted."),
    UNAUTHENTICATED(401, "unauthenticated", "Credentials needed", "The credential is missing or not valid."),
    FORBIDDEN(403, "forbidden", "Not allowed", "The credential is valid but lacks the required role."),
    HTTPS_REQUIRED(403, "https-required", "HTTPS required", "This server accepts credentials over HTTPS only."),
    NOT_FOUND(404, "not-found", "Not found", "The resource does not exist, or the caller may not see it."),
    METHOD_NOT_ALLOWED(
            405,
            "method-not-allowed",
            "Method not allowed",
            "The resource does not support this method; the header Allow lists the supported ones."),
    NOT_ACCEPTABLE(
            406,
            "not-acceptable",
            "Not acceptable",
            "The resource has no representation in a media type listed in Accept."),
    TIMEOUT(408, "timeout", "Request timeout", "The request did not arrive completely in time."),
    CONFLICT(409, "conflict", "Conflict", "The request conflicts with the current state of the resource."),
    KEY_REUSED(
            409,
            "key-reused",
            "Idempotency key reused",
            "The idempotency key was already used with different content."),
    TOO_LARGE(413, "too-large", "Too large", "The request exceeds a size limit."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "unsupported-media-type",
            "Unsupported media type",
            "The resource does not accept this Content-Type or Content-Encoding."),
    MISDIRECTED(421, "misdirected", "Misdirected request", "This server does not serve the requested host."),
    QUOTA_EXCEEDED(429, null, "Quota exceeded", "A rate limit is exceeded; Retry-After gives the time to wait.") {
        @Override
        public String uri() {
            return "https://iana.org/assignments/http-problem-types#quota-exceeded";
        }
    },
    INTERNAL(
            500,
            "internal",
            "Internal error",
            "An unexpected error on the server; the detail contains the incident id of its log entry."),
    UNAVAILABLE(
            503,
            "unavailable",
            "Unavailable",
            "A required service is unavailable; Retry-After gives the time to wait."),
    /** Any other status, which is self-explanatory. */
    OTHER(400, "other", "Refused", "The status describes the error.");

    static final String BASE = "/problems/";

    private final int status;
    private final String slug;
    private final String title;
    private final String meaning;

    ProblemType(int status, String slug, String title, String meaning) {
        this.status = status;
        this.slug = slug;
        this.title = title;
        this.meaning = meaning;
    }

    /** The most specific type for a status without further information. */
    public static ProblemType of(int status) {
        return switch (status) {
            case 400 -> MALFORMED;
            case 409 -> CONFLICT;
            case 414, 431 -> TOO_LARGE;
            default -> {
                for (ProblemType type : values()) {
                    if (type.status == status) {
                        yield type;
                    }
                }
                yield status >= 500 ? INTERNAL : OTHER;
            }
        };
    }

    /** The default status of this type. */
    public int status() {
        return status;
    }

    public String uri() {
        return BASE + slug;
    }

    String slug() {
        return slug;
    }

    public String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }
}
