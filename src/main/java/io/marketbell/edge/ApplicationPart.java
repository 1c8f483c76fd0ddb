package io.marketbell.edge;

/** The parts of the application that are guarded differently. */
enum ApplicationPart {
    /** For programs: REST, event streams, WebSocket. */
    API,
    /** Swagger UI, which needs a little more than our own pages. */
    DOCS,
    /** All other pages. */
    PAGE;

    /** @param path as the container understands it: decoded, without the context path */
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
