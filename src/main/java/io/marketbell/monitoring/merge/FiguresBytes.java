package io.marketbell.monitoring.merge;

import io.marketbell.metrics.SnapshotBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The measurements of a node in bytes: a version, then compressed the length of a JSON text, the text, the length of the
 * snapshot, and the snapshot. Bytes that a newer release appends are ignored.
 */
final class FiguresBytes {
    private static final int VERSION = 1;

    /** Far above the size of a snapshot with all series. */
    static final int BYTES_AT_MOST = 32 << 20;

    private FiguresBytes() {}

    static byte[] of(NodeFigures figures) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            write(FiguresJson.of(figures).getBytes(StandardCharsets.UTF_8), out);
            write(SnapshotBytes.of(figures.snapshot()), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(byte[] part, DataOutputStream out) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    /** @throws IllegalArgumentException if the bytes are not encoded measurements that this release can read */
    static NodeFigures read(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new IllegalArgumentException("measurements of another version");
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(inflated(bytes)));
            String json = new String(read(in), StandardCharsets.UTF_8);
            return FiguresJson.read(json, SnapshotBytes.read(read(in)));
        } catch (IOException e) {
            throw new IllegalArgumentException("incomplete measurements", e);
        }
    }

    private static byte[] inflated(byte[] bytes) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
            byte[] content = in.readNBytes(BYTES_AT_MOST);
            if (content.length == BYTES_AT_MOST) {
                throw new IOException("too large");
            }
            return content;
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length exceeds the measurements: " + length);
        }
        return in.readNBytes(length);
    }
}
