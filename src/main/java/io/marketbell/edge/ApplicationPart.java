package io.marketbell.edge;

/** The parts of the application, which have different security headers and rules. */
enum ApplicationPart {
    /** For client programs: REST, event streams, WebSocket. */
    API,
    /** Swagger UI, which needs a slightly weaker policy than the other pages. */
    DOCS,
    /** All other pages. */
    PAGE;

    /** @param path the path as decoded by the container, without the context path */
    static ApplicationPart of(String path) {
        if (isUnder(path, "/api") || isUnder(path, "/ws")) {
            return API;
        }
        return isUnder(path, "/docs") ? DOCS : PAGE;
    }

    private static boolean isUnder(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
