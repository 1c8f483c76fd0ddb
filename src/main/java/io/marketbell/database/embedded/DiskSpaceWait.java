package io.marketbell.database.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The wait of one write for free disk space. Not thread-safe. */
final class DiskSpaceWait {
    private static final Logger LOG = System.getLogger(DiskSpaceWait.class.getName());
    private static final long PAUSE_MILLIS = 100;

    private boolean logged;

    /**
     * Returns whether the failure is caused by a full disk. Matches the operating system's English message: Java has no
     * exception type for it.
     */
    static boolean isForWantOfSpace(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of("no space left", "quota exceeded", "not enough space").anyMatch(message::contains);
    }

    void pause(IOException why) throws IOException {
        if (!logged) {
            logged = true;
            LOG.log(
                    Level.ERROR,
                    "the disk of the embedded database is full; it waits for space: {0}",
                    why.getMessage());
        }
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for space on the disk");
        }
    }

    void ended() {
        LOG.log(Level.INFO, "the disk of the embedded database has space again");
    }
}
