package io.marketbell.database.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A simulated disk that can be set to full. While it is full, writes to files with the prefix {@code fulldisk:} fail.
 */
public final class FullDisk extends FilePathWrapper {
    private static final String SCHEME = "fulldisk";
    private static final AtomicBoolean FULL = new AtomicBoolean();

    static {
        FilePath.register(new FullDisk());
    }

    /** Sets whether the disk is full. Also registers the scheme with H2. */
    public static void full(boolean full) {
        FULL.set(full);
    }

    /** Returns the URL of a file on this disk, accessed through the product's file classes. */
    public static String url(String file) {
        return "jdbc:h2:" + WaitingFilePath.SCHEME + ":" + SCHEME + ":" + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode));
    }

    private static final class Channel extends DelegatingChannel {
        Channel(FileChannel file) {
            super(file);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (FULL.get()) {
                throw new IOException("No space left on device");
            }
            return super.write(bytes, position);
        }
    }
}
