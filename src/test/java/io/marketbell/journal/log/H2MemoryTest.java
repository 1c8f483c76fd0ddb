package io.marketbell.journal.log;

import io.marketbell.journal.log.JournalFixture.Store;
import org.junit.jupiter.api.Nested;

/** H2 in memory, which tests of other packages use. */
class H2MemoryTest {
    interface InMemory extends BackEnd {
        @Override
        default Store emptyStore() {
            return JdbcStore.of(H2.inMemory());
        }
    }

    @Nested
    class JournalTest extends JournalContractTest implements InMemory {}

    @Nested
    class IdempotencyTest extends IdempotencyContractTest implements InMemory {}

    @Nested
    class ExpiryTest extends ExpiryContractTest implements InMemory {}

    @Nested
    class RecoveryTest extends RecoveryContractTest implements InMemory {}

    @Nested
    class LedgerTest extends LedgerContractTest implements InMemory {}

    @Nested
    class LedgerCleanupTest extends LedgerCleanupContractTest implements InMemory {}
}
