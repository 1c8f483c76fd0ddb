package io.marketbell.health.probe;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Result of a health check.
 *
 * @param figures texts, integers and booleans, in display order
 */
record ProbeResult(boolean isUp, Map<String, Object> figures) {

    /** Builder of a result. It is up until a requirement fails. */
    static final class Making {
        private final Map<String, Object> figures = new LinkedHashMap<>();
        private boolean up = true;

        Making with(String name, Object figure) {
            figures.put(name, figure);
            return this;
        }

        /** Adds the value; the result is down if it is false. */
        Making needs(String name, boolean isSo) {
            up &= isSo;
            return with(name, isSo);
        }

        /** Adds the value; the result is down if it is true. */
        Making forbids(String name, boolean isSo) {
            up &= !isSo;
            return with(name, isSo);
        }

        ProbeResult made() {
            return new ProbeResult(up, figures);
        }
    }
}
