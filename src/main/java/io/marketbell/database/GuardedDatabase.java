package io.marketbell.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** The server's data source behind its guards. Translates the guards' exceptions into those of {@link Database}. */
@ApplicationScoped
class GuardedDatabase implements Database {
    private static final String UNNAMED = "other";

    private final Guards guards;
    private volatile QueryListener listener = QueryListener.NOBODY;
    private volatile Supplier<String> refusal = () -> "";

    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    private Connections connections;

    /** Required by the CDI client proxy. */
    protected GuardedDatabase() {
        this(null);
    }

    @Inject
    GuardedDatabase(Guards guards) {
        this.guards = guards;
    }

    @PostConstruct
    void open() {
        connections = new Connections(source);
    }

    @Override
    public <T> T read(Work<T> work) {
        return as(UNNAMED).read(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return as(UNNAMED).write(work);
    }

    @Override
    public Database as(String purpose) {
        return new DatabaseForPurpose(purpose);
    }

    @Override
    public void refuseWrites(Supplier<String> reason) {
        refusal = reason;
    }

    private void requireWritable() {
        String reason = refusal.get();
        if (!reason.isEmpty()) {
            throw new DatabaseUnavailable("this node must not write to the database: " + reason, null);
        }
    }

    @Override
    public void onQuery(QueryListener newListener) {
        listener = newListener;
    }

    @Override
    public <T> T guarded(Supplier<T> read) {
        return translating(() -> guards.other(read));
    }

    private static <T> T translating(Supplier<T> guarded) {
        try {
            return guarded.get();
        } catch (TimeoutException e) {
            // clears the interrupt that the guard used to end the wait, so that it does not affect later calls
            Thread.interrupted();
            throw new DatabaseUnavailable("the database did not answer in time", e);
        } catch (BulkheadException e) {
            throw new DatabaseUnavailable.Overloaded(e);
        } catch (FaultToleranceException e) {
            throw new DatabaseUnavailable("the circuit breaker of the database is open", e);
        }
    }

    /** A view that reports its work under one purpose. */
    private final class DatabaseForPurpose implements Database {
        private final String purpose;

        DatabaseForPurpose(String purpose) {
            this.purpose = purpose;
        }

        private Database direct() {
            return new JdbcDatabase(connections, purpose, listener);
        }

        @Override
        public <T> T read(Work<T> work) {
            return translating(() -> guards.read(() -> direct().read(work)));
        }

        @Override
        public <T> T write(Work<T> work) {
            requireWritable();
            return translating(() -> guards.write(() -> direct().write(work)));
        }

        @Override
        public <T> T guarded(Supplier<T> read) {
            return GuardedDatabase.this.guarded(read);
        }
    }
}
