package io.marketbell.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.store.LogState.Head;
import io.marketbell.journal.store.PositionFile.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionFileTest {
    @TempDir
    private Path directory;

    @Test
    void positionIsReadBackUnchanged() {
        PositionFile file = new PositionFile(directory.resolve("position"));
        assertThat(file.read()).isEmpty();
        for (Position position :
                new Position[] {new Position("e1", new Head(816, "01JD")), new Position("e2", new Head(0, null))}) {
            file.write(position);
            assertThat(file.read()).contains(position);
        }
    }

    @Test
    void invalidFileIsIgnored() throws IOException {
        Path path = directory.resolve("position");
        for (String text : new String[] {"", "e1", "e1 many x", "\u0000\u0000"}) {
            Files.writeString(path, text);
            assertThat(new PositionFile(path).read()).isEmpty();
        }
        Files.write(path, new byte[] {(byte) 0xC3, 0x28});
        assertThat(new PositionFile(path).read()).isEmpty();
    }

    @Test
    void failedWriteIsIgnored() {
        PositionFile nowhere = new PositionFile(directory.resolve("missing").resolve("position"));

        nowhere.write(new Position("e1", new Head(1, null)));

        assertThat(nowhere.read()).isEmpty();
    }
}
