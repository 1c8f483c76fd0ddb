package io.marketbell.database.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.testkit.thread.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class JobLeaseTest {
    private static final String JOB = "demo market";

    private final AtomicLong nanos = new AtomicLong();
    private final Database database;
    private final JobLease one;
    private final JobLease other;

    JobLeaseTest(DatabaseKind kind) {
        database = Database.over(kind.empty());
        one = new JobLease(database, JOB, nanos::get);
        other = new JobLease(database, JOB, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** The clock of the database cannot be advanced. */
    private void endLeaseInDatabase() {
        database.write(sql -> sql.update("UPDATE job_lease SET expires_at = 1"));
    }

    @Test
    void oneOfTwoNodesHoldsTheLease() {
        List<Boolean> held = AtOnce.run(List.of(one::isHeld, other::isHeld));

        assertThat(held).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void holderRenewsItsLease() {
        assertThat(one.isHeld()).isTrue();
        for (int second = 0; second < 10; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(one.isHeld()).isTrue();
            assertThat(other.isHeld()).isFalse();
        }
    }

    @Test
    void leaseOfANodeThatEndedPassesToAnother() {
        one.isHeld();
        endLeaseInDatabase();

        assertThat(other.isHeld()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(one.isHeld()).as("passed to the other").isFalse();
    }

    @Test
    void releasedLeaseIsFreeAtOnce() {
        one.isHeld();
        one.release();

        assertThat(other.isHeld()).isTrue();
        other.release();
        one.release();
        assertThat(new JobLease(database, JOB, nanos::get).isHeld()).isTrue();
    }

    @Test
    void leaseEndsWhenItCannotBeRenewed() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        JobLease lease = new JobLease(Database.over(nowhere), JOB, nanos::get);

        assertThatThrownBy(lease::isHeld).isInstanceOf(DatabaseUnavailable.class);
        assertThat(lease.isHeld()).isFalse();
    }
}
