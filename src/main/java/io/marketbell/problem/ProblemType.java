package io.marketbell.problem;

/**
 * Every kind of problem there is. Its URI is stable: clients may compare it. All but one are relative to the server,
 * which explains each of them there ({@link ProblemPage}); the one of exceeded quotas is registered with IANA.
 */
public enum ProblemType {
    VALIDATION(400, "validation", "Invalid content", "Something in the request breaks the rules; 'errors' names each."),
    MALFORMED(400, "malformed", "Malformed request", "The request, or the JSON in it, cannot be read."),
    SUSPICIOUS_INPUT(
            400,
            "suspicious-input",
            "Suspicious input",
            "A value looks like an attack; the detail names its place, and 'errors' how to have it accepted."),
    UNAUTHENTICATED(401, "unauthenticated", "Credentials needed", "There is no credential, or it is not valid."),
    FORBIDDEN(403, "forbidden", "Not allowed", "The credential is valid but lacks the role that this needs."),
    HTTPS_REQUIRED(403, "https-required", "HTTPS required", "This server takes credentials over HTTPS only."),
    NOT_FOUND(404, "not-found", "Not found", "There is nothing here, or nothing that the caller may see."),
    METHOD_NOT_ALLOWED(
            405, "method-not-allowed", "Method not allowed", "The header Allow lists what can be done here."),
    NOT_ACCEPTABLE(
            406, "not-acceptable", "Not acceptable", "No media type that the header Accept asks for is made here."),
    TIMEOUT(408, "timeout", "Request timeout", "The request did not arrive completely in time."),
    CONFLICT(409, "conflict", "Conflict", "The request does not go with the present state."),
    KEY_REUSED(409, "key-reused", "Idempotency key reused", "The key was used before, for other content."),
    TOO_LARGE(413, "too-large", "Too large", "The request holds more than is taken at once."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "unsupported-media-type", "Unsupported media type", "Content-Type is not one taken here."),
    MISDIRECTED(421, "misdirected", "Misdirected request", "The host that was asked for is not served here."),
    QUOTA_EXCEEDED(429, null, "Quota exceeded", "Too many requests; Retry-After says when to go on.") {
        @Override
        public String uri() {
            return "https://iana.org/assignments/http-problem-types#quota-exceeded";
        }
    },
    INTERNAL(500, "internal", "Internal error", "A fault of the server's; the detail holds the id it is logged under."),
    UNAVAILABLE(503, "unavailable", "Unavailable", "Something this needs is away; Retry-After says when to try again."),
    /** Any other status: its number says it all. */
    OTHER(400, "other", "Refused", "The status says what is wrong.");

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

    /** The kind that best tells of a status when nothing more is known. */
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

    /** The usual status of this kind. */
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
