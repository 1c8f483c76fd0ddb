package io.marketbell.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A data source's connections, with a bound on how long anything may take on them. */
public final class Connections {
    /**
     * Longer than any commit or read should take. Frees the thread at last that waits for a dead network; whoever asked
     * has had an answer long before.
     */
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);

    private final DataSource source;

    /** Null as long as nobody could ask. */
    private volatile Boolean late;

    public Connections(DataSource source) {
        this.source = source;
    }

    public DataSource source() {
        return source;
    }

    public Connection open(boolean autoCommit) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(autoCommit);
            connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Whether a commit alone does not make anything durable; asked of the database once. H2 writes what is committed only
     * after its WRITE_DELAY, and not at all when its process is killed before. With a delay of 0 it writes at once, but
     * never again frees what is overwritten: a log of 35 MB, written in commits of four rows, then takes 3.4 GB after two
     * minutes.
     */
    public boolean writeLate(Connection connection) throws SQLException {
        Boolean known = late;
        if (known == null) {
            known = connection.getMetaData().getDatabaseProductName().equals("H2");
            late = known;
        }
        return known;
    }

    /** Whether it is H2, in this process and on this machine's disk; false as long as nobody could ask. */
    public boolean isEmbedded() {
        return Boolean.TRUE.equals(late);
    }

    /** What goes wrong here is told with what went wrong before. */
    public static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
