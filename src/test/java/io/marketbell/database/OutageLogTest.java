package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageLogTest {
    private static final String NAME = OutageLogTest.class.getName();

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(NAME);
    private final OutageLog outage =
            new OutageLog(System.getLogger(NAME), "the store is unavailable", "the store is available again");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void startAndEndOfAnOutageAreLoggedOnce() {
        outage.succeeded();
        assertThat(logged).isEmpty();

        outage.failed(new SQLException("refused", "08006", 7));
        outage.failed(new SQLException("refused", "08006", 7));
        assertThat(outage.isFailing()).isTrue();
        outage.succeeded();
        outage.succeeded();

        assertThat(outage.isFailing()).isFalse();
        assertThat(logged)
                .containsExactly(
                        "WARNING the store is unavailable: SQLException, SQLSTATE 08006, code 7",
                        "INFO the store is available again");
    }
}
