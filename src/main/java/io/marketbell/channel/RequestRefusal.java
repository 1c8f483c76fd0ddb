package io.marketbell.channel;

/** Reasons for refusing a request that conforms to the protocol. Codes and titles are those of HTTP. */
public enum RequestRefusal {
    INVALID(400, "Bad Request"),
    UNAUTHENTICATED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    UNKNOWN(404, "Not Found"),
    CONFLICT(409, "Conflict"),
    TOO_MANY(429, "Too Many Requests"),
    UNAVAILABLE(503, "Service Unavailable");

    private final int code;
    private final String title;

    RequestRefusal(int code, String title) {
        this.code = code;
        this.title = title;
    }

    public int code() {
        return code;
    }

    public String title() {
        return title;
    }
}
