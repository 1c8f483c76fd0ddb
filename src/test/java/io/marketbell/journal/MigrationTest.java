package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.marketbell.database.ProductDatabases;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MigrationTest {
    @Test
    void pooledConnectionGetsALongTimeoutForTheMigration() {
        DataSource postgres = ProductDatabases.postgres();
        AtomicInteger opened = new AtomicInteger();
        DataSource hasty = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = postgres.getConnection();
                    connection.setNetworkTimeout(Runnable::run, 1);
                    opened.incrementAndGet();
                    return connection;
                });

        assertThatCode(() -> Migration.migrate(hasty)).doesNotThrowAnyException();
        assertThat(opened).hasPositiveValue();
    }
}
