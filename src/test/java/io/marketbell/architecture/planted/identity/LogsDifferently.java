package io.marketbell.architecture.planted.identity;

import java.util.logging.Logger;

/** Violates: classes must log with System.Logger only. */
public final class LogsDifferently {
    private static final Logger LOG = Logger.getLogger(LogsDifferently.class.getName());

    void log(String text) {
        LOG.info(text);
    }
}
