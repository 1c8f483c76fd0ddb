package io.marketbell.audit;

import jakarta.annotation.Resource;
import jakarta.data.exceptions.DataConnectionException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Asks whether the database is there, to be called before a Jakarta Data repository is: EclipseLink tries a query again
 * for 10 to 20 seconds where it is not, and nothing can be set about that in Jakarta Data.
 */
@ApplicationScoped
public class DatabaseReach {
    private static final int PATIENCE_SECONDS = 2;

    @Resource(lookup = "jdbc/marketbell")
    private DataSource database;

    /** @throws DataConnectionException where it does not answer within seconds */
    public void check() {
        try (Connection connection = database.getConnection()) {
            if (connection.isValid(PATIENCE_SECONDS)) {
                return;
            }
        } catch (SQLException e) {
            throw new DataConnectionException("the database does not answer", e);
        }
        throw new DataConnectionException("the database does not answer");
    }
}
