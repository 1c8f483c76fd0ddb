package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

class GuardedDatabaseTest {
    private RuntimeException rejection;

    private final GuardedDatabase database = new GuardedDatabase(new Guards() {
        @Override
        public <T> T other(Supplier<T> work) {
            throw rejection;
        }
    });

    @Test
    void callRejectedByTheBulkheadIsOverload() {
        rejection = new BulkheadException("planted");

        assertThatThrownBy(() -> database.guarded(() -> 1)).isInstanceOf(DatabaseUnavailable.Overloaded.class);
    }

    @Test
    void callRejectedByTheCircuitBreakerOrTooSlowIsUnavailable() {
        for (RuntimeException each :
                new RuntimeException[] {new CircuitBreakerOpenException("planted"), new TimeoutException("planted")}) {
            rejection = each;
            assertThatThrownBy(() -> database.guarded(() -> 1))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .isNotInstanceOf(DatabaseUnavailable.Overloaded.class);
        }
    }
}
