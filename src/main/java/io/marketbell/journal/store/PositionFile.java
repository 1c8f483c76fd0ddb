package io.marketbell.journal.store;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.journal.store.LogState.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Stores the position of the log outside the database: a database that was restored while no node ran is behind it. The
 * file may be behind the database, never ahead of it, and may be missing. Not thread-safe.
 */
public final class PositionFile {
    private static final System.Logger LOG = System.getLogger(PositionFile.class.getName());
    private static final int FIELDS = 3;
    private static final String UNKNOWN_ID = "-";

    private final Path file;
    private boolean failed;

    /** @param file null to store nothing */
    public PositionFile(Path file) {
        this.file = file;
    }

    /** @param head the head of the log with this epoch at some time */
    public record Position(String epoch, Head head) {}

    /** Returns empty if nothing is stored or the file cannot be read. */
    public Optional<Position> read() {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String[] fields = Files.readString(file).strip().split(" ");
            if (fields.length == FIELDS) {
                String id = fields[2].equals(UNKNOWN_ID) ? null : fields[2];
                return Optional.of(new Position(fields[0], new Head(Long.parseLong(fields[1]), id)));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.log(WARNING, "the file with the position of the log cannot be read: {0}", e.toString());
        }
        return Optional.empty();
    }

    /**
     * Stores a position that the database has on its disk. A failure is only logged: without the file, only the
     * detection of a restored database is lost.
     */
    public void write(Position position) {
        if (file == null) {
            return;
        }
        String id = position.head.id() == null ? UNKNOWN_ID : position.head.id();
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, position.epoch + " " + position.head.offset() + " " + id + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOG.log(WARNING, "the position of the log cannot be written to its file: {0}", e.toString());
            }
        }
    }
}
