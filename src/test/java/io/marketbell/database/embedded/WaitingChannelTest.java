package io.marketbell.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingChannelTest {
    private static final String IN_GERMAN = "Auf dem Gerät ist kein Speicherplatz mehr verfügbar";

    @TempDir
    private Path directory;

    private int failures;

    private int write(boolean diskIsFull) throws IOException {
        FileChannel real =
                FileChannel.open(directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel failing = new DelegatingChannel(real) {
            @Override
            public int write(ByteBuffer bytes, long position) throws IOException {
                if (failures++ == 0) {
                    throw new IOException(IN_GERMAN);
                }
                return super.write(bytes, position);
            }
        };
        try (FileChannel waiting = new WaitingChannel(failing, () -> diskIsFull)) {
            return waiting.write(ByteBuffer.wrap(new byte[7]), 0);
        }
    }

    @Test
    void fullDiskIsDetectedInAnyLanguage() throws IOException {
        assertThat(write(true)).isEqualTo(7);
        assertThat(failures).isEqualTo(2);
    }

    @Test
    void unknownErrorIsPassedOnIfTheDiskHasSpace() {
        assertThatThrownBy(() -> write(false)).hasMessage(IN_GERMAN);
    }
}
