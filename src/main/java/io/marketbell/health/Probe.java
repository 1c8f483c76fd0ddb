package io.marketbell.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to an orchestrator.
 *
 * @param figures texts, whole numbers and truth values, in their order
 */
record Probe(boolean isUp, Map<String, Object> figures) {

    /** A probe's answer in the making: up until something is found that is not. */
    static final class Making {
        private final Map<String, Object> figures = new LinkedHashMap<>();
        private boolean up = true;

        Making with(String name, Object figure) {
            figures.put(name, figure);
            return this;
        }

        /** Shown, and down where it is not so. */
        Making needs(String name, boolean isSo) {
            up &= isSo;
            return with(name, isSo);
        }

        /** Shown, and down where it is so. */
        Making forbids(String name, boolean isSo) {
            up &= !isSo;
            return with(name, isSo);
        }

        Probe made() {
            return new Probe(up, figures);
        }
    }
}
