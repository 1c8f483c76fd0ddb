package io.marketbell.journal.log;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source whose connection to the database can be cut: new connections fail, and open ones are broken. */
final class CuttableDatabase implements DataSource {
    private final DataSource source;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean cutsAfterNextCommit;
    private volatile Error failure;
    private volatile CommitHook hook = () -> {};
    private volatile StatementHook statementHook = sql -> {};
    private volatile Runnable rollbackHook = () -> {};
    private final Semaphore commits = new Semaphore(1);
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();

    CuttableDatabase(DataSource source) {
        this.source = source;
    }

    void cut() {
        cut = true;
        for (Connection connection : open) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        open.clear();
    }

    void mend() {
        cut = false;
    }

    /** The next commit reaches the database, but its response is lost. */
    void cutAfterNextCommit() {
        cutsAfterNextCommit = true;
    }

    /** The next commit does not reach the database: the driver throws the given error. */
    void failNextCommit(Error failure) {
        this.failure = failure;
    }

    /** Runs before each commit on its thread; may throw to fail the commit. */
    interface CommitHook {
        void beforeCommit() throws SQLException;
    }

    void beforeEachCommit(CommitHook hook) {
        this.hook = hook;
    }

    /** Runs before each rollback, on its thread. */
    void beforeEachRollback(Runnable hook) {
        this.rollbackHook = hook;
    }

    /** Runs before each statement is prepared, on its thread; may throw. */
    interface StatementHook {
        void beforeStatement(String sql) throws SQLException;
    }

    void beforeEachStatement(StatementHook hook) {
        this.statementHook = hook;
    }

    /** Returns the statements prepared so far. */
    Set<String> prepared() {
        return prepared;
    }

    /** Blocks commits until they are released. */
    void holdCommits() {
        commits.acquireUninterruptibly();
    }

    void releaseCommits() {
        commits.release();
    }

    private void beforeCommit() throws SQLException {
        hook.beforeCommit();
        Error planted = failure;
        if (planted != null) {
            failure = null;
            throw planted;
        }
        commits.acquireUninterruptibly();
        commits.release();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (cut) {
            throw new SQLException("the wire is cut", "08001");
        }
        Connection connection = source.getConnection();
        open.add(connection);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        beforeCommit();
                    }
                    if (method.getName().equals("rollback")) {
                        rollbackHook.run();
                    }
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                        statementHook.beforeStatement((String) arguments[0]);
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("close")) {
                            open.remove(connection);
                        }
                        if (method.getName().equals("commit") && cutsAfterNextCommit) {
                            cutsAfterNextCommit = false;
                            cut();
                            throw new SQLException("the wire was cut", "08006");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
