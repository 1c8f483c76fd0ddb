package io.marketbell.callback;

import io.marketbell.deadletter.ReplayAudit;
import io.marketbell.deadletter.Republisher;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;

/** What the rooms of callbacks and dead letters are joined to in the product, and an observer of outcomes. */
@ApplicationScoped
class CallbackPorts implements Republisher, ReplayAudit, CallbackSecrets {

    private final BlockingQueue<Outcome> observed = new LinkedBlockingQueue<>();

    @Resource(lookup = "jdbc/marketbell")
    DataSource dataSource;

    void createTables(@Observes @Priority(1) Startup startup) throws IOException {
        execute("DROP TABLE IF EXISTS dead_letters", "DROP TABLE IF EXISTS callbacks");
        execute(script("/db/migration/V3__dead_letters.sql"));
        execute(script("/db/migration/V4__callbacks.sql"));
    }

    @PreDestroy
    void dropTables() {
        execute("DROP TABLE dead_letters", "DROP TABLE callbacks");
    }

    private static String[] script(String name) throws IOException {
        try (InputStream script = CallbackPorts.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\n");
        }
    }

    private void execute(String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void observe(@ObservesAsync Outcome outcome) {
        observed.add(outcome);
    }

    BlockingQueue<Outcome> observed() {
        return observed;
    }

    @Override
    public Optional<String> of(String publisher) {
        return Optional.of("whsec_" + publisher);
    }

    @Override
    public CompletionStage<Replayed> republish(Notification original, String recipient, String key) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public void record(String who, String action, String target, String detail) {}
}
