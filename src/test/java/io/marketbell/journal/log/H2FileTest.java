package io.marketbell.journal.log;

import io.marketbell.journal.log.JournalFixture.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** H2 in a file: the default. */
class H2FileTest {
    @TempDir
    private static Path directory;

    interface InAFile extends BackEnd {
        @Override
        default Store emptyStore() throws IOException {
            return JdbcStore.of(H2.in(Files.createTempDirectory(directory, "journal")));
        }
    }

    @Nested
    class JournalTest extends JournalContractTest implements InAFile {}

    @Nested
    class IdempotencyTest extends IdempotencyContractTest implements InAFile {}

    @Nested
    class ExpiryTest extends ExpiryContractTest implements InAFile {}

    @Nested
    class RecoveryTest extends RecoveryContractTest implements InAFile {}

    @Nested
    class LedgerTest extends LedgerContractTest implements InAFile {}
}
