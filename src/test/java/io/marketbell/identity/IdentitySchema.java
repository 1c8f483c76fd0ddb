package io.marketbell.identity;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Makes the room's own tables for its in-container tests, and takes them away again: the database is the others' too. */
@WebListener
public class IdentitySchema implements ServletContextListener {
    @Resource(lookup = "jdbc/marketbell")
    private DataSource database;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        contextDestroyed(event);
        try (InputStream script = IdentitySchema.class.getResourceAsStream("/db/migration/V2__identity.sql")) {
            run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException("no schema", e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        try {
            run("DROP TABLE IF EXISTS api_keys; DROP TABLE IF EXISTS audit; DROP SEQUENCE IF EXISTS audit_ids");
        } catch (SQLException e) {
            throw new IllegalStateException("the schema stays", e);
        }
    }

    private void run(String script) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }
}
