package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefusedWritesTest {
    @Test
    void noStoreWritesWhileTheNodeIsRefused() {
        GuardedDatabase database = new GuardedDatabase(new Guards());
        AtomicInteger work = new AtomicInteger();
        database.refuseWrites(() -> "node k3 uses this database");

        for (Database each : List.of(database, database.as("keys"))) {
            assertThatThrownBy(() -> each.write(sql -> work.incrementAndGet()))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessage("this node must not write to the database: node k3 uses this database");
        }
        assertThat(work).hasValue(0);
        assertThat(database.guarded(work::incrementAndGet)).as("reads continue").isEqualTo(1);
    }
}
