package io.marketbell.journal;

import org.junit.jupiter.api.Nested;

/** H2 in memory: what tests of other rooms use. */
class H2MemoryTest {
    @Nested
    class JournalTest extends JournalContractTest {
        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.inMemory());
        }
    }

    @Nested
    class IdempotencyTest extends IdempotencyContractTest {
        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.inMemory());
        }
    }

    @Nested
    class ExpiryTest extends ExpiryContractTest {
        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.inMemory());
        }
    }

    @Nested
    class RecoveryTest extends RecoveryContractTest {
        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.inMemory());
        }
    }

    @Nested
    class LedgerTest extends LedgerContractTest {
        @Override
        Store emptyStore() {
            return JdbcStore.of(H2.inMemory());
        }
    }
}
