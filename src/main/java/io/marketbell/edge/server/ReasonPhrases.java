package io.marketbell.edge.server;

import java.util.Map;

/**
 * The reason phrases that the server does not know: it would send "Undefined". Some clients show the phrase to their
 * users.
 */
final class ReasonPhrases {
    /** Statuses registered with IANA after RFC 2616, which the server implements. */
    static final Map<Integer, String> MISSING = Map.ofEntries(
            Map.entry(308, "Permanent Redirect"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(425, "Too Early"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(451, "Unavailable For Legal Reasons"));

    private ReasonPhrases() {}

    /**
     * Adds the missing ones; the constructor of the server's class registers each instance.
     *
     * @param statusCodes the server's class StatusCodes
     */
    static void add(Class<?> statusCodes) throws ReflectiveOperationException {
        for (Map.Entry<Integer, String> each : MISSING.entrySet()) {
            if (statusCodes.getMethod("getByOrdinal", int.class).invoke(null, each.getKey()) == null) {
                statusCodes
                        .getConstructor(int.class, String.class, boolean.class)
                        .newInstance(each.getKey(), each.getValue(), false);
            }
        }
    }
}
