package io.marketbell.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's files, which wait for space instead of failing. A write that fails makes H2 close its store in the middle of
 * everything: threads that use it then may loop for ever, and it cannot be opened again in the same process.
 */
public final class WaitingFilePath extends FilePathWrapper {
    static final String SCHEME = "waiting";

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new WaitingChannel(super.open(mode));
    }
}
