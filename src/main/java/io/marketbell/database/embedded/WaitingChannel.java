package io.marketbell.database.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;

/** A file channel whose writes block while the disk is full. */
final class WaitingChannel extends DelegatingChannel {
    private final BooleanSupplier diskIsFull;

    /** @param diskIsFull returns whether the file's disk is known to be full */
    WaitingChannel(FileChannel file, BooleanSupplier diskIsFull) {
        super(file);
        this.diskIsFull = diskIsFull;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        DiskSpaceWait wait = null;
        while (true) {
            try {
                int written = super.write(bytes, position);
                if (wait != null) {
                    wait.ended();
                }
                return written;
            } catch (IOException e) {
                if (!isOpen() || !(DiskSpaceWait.isForWantOfSpace(e) || diskIsFull.getAsBoolean())) {
                    throw e;
                }
                if (wait == null) {
                    wait = new DiskSpaceWait();
                }
                wait.pause(e);
            }
        }
    }
}
