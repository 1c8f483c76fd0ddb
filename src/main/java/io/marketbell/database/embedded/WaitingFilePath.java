package io.marketbell.database.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's files, which wait for space instead of failing. A write that fails makes H2 close its store in the middle of
 * everything: threads that use it then may loop for ever, and it cannot be opened again in the same process.
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

    /** Tells a full disk also where the operating system's messages are not in English; false where nothing is known. */
    private static boolean isFull(File directory) {
        return directory.getTotalSpace() > 0 && directory.getUsableSpace() < FULL_BELOW_BYTES;
    }
}
