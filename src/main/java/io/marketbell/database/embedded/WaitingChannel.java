package io.marketbell.database.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;

/** A file whose writes wait while there is no space for them. */
final class WaitingChannel extends FileBase {
    private final FileChannel file;

    WaitingChannel(FileChannel file) {
        this.file = file;
    }

    private interface Write {
        int run() throws IOException;
    }

    private int waiting(Write write) throws IOException {
        SpaceWait wait = null;
        while (true) {
            try {
                int written = write.run();
                if (wait != null) {
                    wait.ended();
                }
                return written;
            } catch (IOException e) {
                if (!SpaceWait.isForWantOfSpace(e) || !file.isOpen()) {
                    throw e;
                }
                if (wait == null) {
                    wait = new SpaceWait();
                }
                wait.pause(e);
            }
        }
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return waiting(() -> file.write(bytes, position));
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return waiting(() -> file.write(bytes));
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return file.read(bytes);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return file.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
