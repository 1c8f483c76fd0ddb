package io.marketbell.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** H2 in a file: the default. */
class H2FileTest {
    @Nested
    class JournalTest extends JournalContractTest {
        @TempDir
        Path directory;

        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.in(directory));
        }
    }

    @Nested
    class IdempotencyTest extends IdempotencyContractTest {
        @TempDir
        Path directory;

        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.in(directory));
        }
    }

    @Nested
    class ExpiryTest extends ExpiryContractTest {
        @TempDir
        Path directory;

        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.in(directory));
        }
    }

    @Nested
    class RecoveryTest extends RecoveryContractTest {
        @TempDir
        Path directory;

        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.in(directory));
        }
    }

    @Nested
    class LedgerTest extends LedgerContractTest {
        @TempDir
        Path directory;

        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.in(directory));
        }
    }
}
