package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** What the room is joined to in the product: here it only remembers. */
@ApplicationScoped
class DeadLetterPorts implements Republisher, CallbackRetry, ReplayAudit {

    private final List<String> republished = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();

    @Resource(lookup = "jdbc/marketbell")
    DataSource dataSource;

    /** By hand: Flyway finds no migrations in an archive that has no entries for directories. */
    void createTable(@Observes @Priority(1) Startup startup) throws IOException {
        try (InputStream script = DeadLetterPorts.class.getResourceAsStream("/db/migration/V3__dead_letters.sql")) {
            execute("DROP TABLE IF EXISTS dead_letters");
            execute(new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\n"));
        }
    }

    @PreDestroy
    void dropTable() {
        execute("DROP TABLE dead_letters");
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

    /** By a method: a field of a bean's proxy is not the bean's. */
    List<String> republished() {
        return republished;
    }

    List<String> audited() {
        return audited;
    }

    @Override
    public CompletionStage<Replayed> republish(Notification original, String recipient, String key) {
        republished.add(original.id() + " to " + recipient + " under " + key);
        return CompletableFuture.completedFuture(new Replayed("again-" + original.id(), 900, false));
    }

    @Override
    public int retry(String notificationId, String callbackUrl) {
        return 0;
    }

    @Override
    public void record(String who, String action, String target, String detail) {
        audited.add(who + " " + action + " " + target + " " + detail);
    }
}
