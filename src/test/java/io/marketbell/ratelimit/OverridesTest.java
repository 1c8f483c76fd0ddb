package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.DataRejected;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Subject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final Subject ALICE = Subject.parse("user:alice");
    private static final Allowance HUNDRED = new Allowance(new Limit(100, 200), null);
    private static final Allowance FIVE = new Allowance(new Limit(5, 10), Mode.REPORT);

    private final MemoryStore store = new MemoryStore();
    private final BucketRateLimiter limiter = new BucketRateLimiter(Rates.DEFAULT.settings(), new TestTime());
    private final Overrides overrides = new Overrides(limiter, store);

    @Test
    void anOverrideTakesEffectAtOnceAndIsStored() {
        overrides.put(ALICE, HUNDRED);

        assertThat(limit()).isEqualTo(HUNDRED.limit());
        assertThat(store.kept).containsEntry(ALICE, HUNDRED);

        overrides.remove(ALICE);
        assertThat(limit()).isEqualTo(Limit.of(10));
        assertThat(store.kept).isEmpty();
    }

    @Test
    void storedOverridesAreLoadedAtTheStart() {
        store.kept.put(ALICE, FIVE);
        overrides.synchronize();
        assertThat(limit()).isEqualTo(FIVE.limit());
    }

    @Test
    void changesOfOtherNodesAreAdopted() {
        overrides.put(ALICE, HUNDRED);
        store.kept.put(ALICE, FIVE);
        overrides.synchronize();
        assertThat(limit()).isEqualTo(FIVE.limit());

        store.kept.clear();
        overrides.synchronize();
        assertThat(limit()).isEqualTo(Limit.of(10));
    }

    @Test
    void overridesOfTheProcessItselfAreKept() {
        limiter.override(ALICE, HUNDRED);
        overrides.synchronize();
        assertThat(limit()).isEqualTo(HUNDRED.limit());
    }

    @Test
    void withoutADatabaseAnOverrideTakesEffectAndIsStoredLater() {
        store.away = true;
        overrides.put(ALICE, HUNDRED);
        assertThat(limit()).isEqualTo(HUNDRED.limit());
        overrides.synchronize();
        assertThat(limit()).isEqualTo(HUNDRED.limit());

        store.away = false;
        overrides.synchronize();
        assertThat(store.kept).containsEntry(ALICE, HUNDRED);
        assertThat(limit()).isEqualTo(HUNDRED.limit());
    }

    @Test
    void aChangeRejectedByTheDatabaseIsDroppedAndBlocksNoOther() {
        store.refused = ALICE;
        overrides.put(ALICE, HUNDRED);
        Subject bob = Subject.parse("user:bob");
        overrides.put(bob, FIVE);

        assertThat(store.kept).containsEntry(bob, FIVE);
        store.kept.put(Subject.parse("user:carol"), HUNDRED);
        overrides.synchronize();
        assertThat(limiter.inspect(Subject.parse("user:carol")).limit()).isEqualTo(HUNDRED.limit());
    }

    @Test
    void aStoredOverrideThatIsInvalidDoesNotPreventTheOthers() {
        // fills in eleven days: longer than the idle time of a bucket
        store.kept.put(Subject.parse("user:aaron"), new Allowance(new Limit(1, 1_000_000), null));
        store.kept.put(ALICE, FIVE);
        store.kept.put(Subject.parse("user:zoe"), HUNDRED);

        overrides.synchronize();

        assertThat(limit()).isEqualTo(FIVE.limit());
        assertThat(limiter.inspect(Subject.parse("user:zoe")).limit()).isEqualTo(HUNDRED.limit());
    }

    @Test
    void othersAreInformedOnlyAfterAChangeWasStored() {
        AtomicInteger informed = new AtomicInteger();
        overrides.onStored(informed::incrementAndGet);
        overrides.synchronize();
        assertThat(informed).hasValue(0);

        store.away = true;
        overrides.put(ALICE, HUNDRED);
        assertThat(informed).hasValue(0);

        store.away = false;
        overrides.synchronize();
        assertThat(informed).hasValue(1);
        overrides.remove(ALICE);
        assertThat(informed).hasValue(2);
    }

    private Limit limit() {
        return limiter.inspect(ALICE).limit();
    }

    private static final class MemoryStore implements OverrideStore {
        private final Map<Subject, Allowance> kept = new HashMap<>();
        private final Map<Long, Subject> resets = new HashMap<>();
        private long lastReset;
        private boolean away;
        private Subject refused;

        @Override
        public Map<Subject, Allowance> all() {
            demand();
            return Map.copyOf(kept);
        }

        @Override
        public void put(Subject subject, Allowance allowance) {
            demand();
            if (subject.equals(refused)) {
                throw new DataRejected(new SQLException("planted", "22021"));
            }
            kept.put(subject, allowance);
        }

        @Override
        public long reset(Subject subject) {
            demand();
            kept.remove(subject);
            resets.put(++lastReset, subject);
            return lastReset;
        }

        @Override
        public Map<Long, Subject> resets() {
            demand();
            return Map.copyOf(resets);
        }

        private void demand() {
            if (away) {
                throw new IllegalStateException("away");
            }
        }
    }
}
