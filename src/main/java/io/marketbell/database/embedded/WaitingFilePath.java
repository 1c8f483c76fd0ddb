package io.marketbell.database.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2 files whose writes wait for free disk space instead of failing. After a failed write, H2 closes its store
 * immediately: threads that use the store may then loop forever, and the database cannot be reopened in the same
 * process.
 */
public final class WaitingFilePath extends FilePathWrapper {
    static final String SCHEME = "waiting";

    /** A file system may be unable to use its last blocks. */
    private static final long FULL_BELOW_BYTES = 64L << 10;

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        File directory = new File(getBase().toString()).getAbsoluteFile().getParentFile();
        return new WaitingChannel(super.open(mode), () -> isFull(directory));
    }

    /**
     * Detects a full disk even if the operating system's messages are not in English. Returns false if the size of the
     * disk is unknown.
     */
    private static boolean isFull(File directory) {
        return directory.getTotalSpace() > 0 && directory.getUsableSpace() < FULL_BELOW_BYTES;
    }
}
