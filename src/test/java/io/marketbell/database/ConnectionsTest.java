package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final List<String> called = new ArrayList<>();
    private String failing = "";

    @Test
    void databaseKindIsQueriedOnce() {
        Database database = Database.over(watched(ProductDatabases.h2()));

        for (int i = 0; i < 3; i++) {
            database.write(sql -> 1);
        }

        assertThat(called).containsOnlyOnce("getMetaData").contains("createStatement");
    }

    /** The server considers a connection as in a transaction after its metadata were read. */
    @Test
    void databaseKindIsQueriedBeforeTheCommit() {
        Database database = Database.over(watched(ProductDatabases.h2()));

        database.write(sql -> 1);

        assertThat(called.indexOf("getMetaData")).isBetween(0, called.indexOf("commit"));
    }

    @Test
    void databaseKindIsQueriedAgainAfterAFailure() throws SQLException {
        Connections connections = new Connections(watched(ProductDatabases.h2()));
        failing = "getMetaData";
        try (Connection connection = connections.open(true)) {
            assertThatThrownBy(() -> connections.writeLate(connection)).isInstanceOf(SQLException.class);
            failing = "";
            assertThat(connections.writeLate(connection)).isTrue();
        }
    }

    @Test
    void connectionIsClosedIfItsSettingsFail() {
        Connections connections = new Connections(watched(ProductDatabases.h2()));
        failing = "setNetworkTimeout";

        assertThatThrownBy(() -> connections.open(false)).isInstanceOf(SQLException.class);

        assertThat(called).endsWith("close");
    }

    @Test
    void failedRollbackDoesNotHideTheCause() throws SQLException {
        Connections connections = new Connections(watched(ProductDatabases.h2()));
        Exception why = new IllegalStateException("planted");
        try (Connection connection = connections.open(false)) {
            failing = "rollback";
            Connections.rollBack(connection, why);
            failing = "";
        }
        assertThat(why.getSuppressed()).hasSize(1);
    }

    /** The server logs an error if a connection is closed in a transaction, unless it was aborted. */
    @Test
    void aConnectionWhoseRollbackFailsIsAbortedBeforeItIsClosed() {
        Connections connections = new Connections(watched(ProductDatabases.h2()));
        failing = "rollback";

        assertThatThrownBy(() -> connections.write(sql -> {
                    throw new SQLException("the database ended the connection", "08006");
                }))
                .hasMessage("the database ended the connection");

        assertThat(called).endsWith("rollback", "abort", "close");
    }

    @Test
    void aConnectionThatRollsBackIsReturnedToThePool() {
        Connections connections = new Connections(watched(ProductDatabases.h2()));

        assertThatThrownBy(() -> connections.write(sql -> {
                    throw new SQLException("planted", "23505");
                }))
                .hasMessage("planted");

        assertThat(called).endsWith("rollback", "close");
    }

    private DataSource watched(DataSource source) {
        return proxy(DataSource.class, source);
    }

    private <T> T proxy(Class<T> type, T behind) {
        return type.cast(Proxy.newProxyInstance(
                ConnectionsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    if (method.getName().equals(failing)) {
                        throw new SQLException("planted");
                    }
                    try {
                        Object answer = method.invoke(behind, arguments);
                        return answer instanceof Connection connection ? proxy(Connection.class, connection) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
