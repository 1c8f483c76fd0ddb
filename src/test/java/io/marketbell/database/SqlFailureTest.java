package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {

    @Test
    void itsMessageIsNotTold() {
        SQLException refused = new SQLException("(olga, 100 NESN) already exists", "23505", 7);

        assertThat(SqlFailure.describe(refused)).isEqualTo("SQLException, SQLSTATE 23505, code 7");
        assertThat(SqlFailure.describe(new IllegalStateException(new RuntimeException(refused))))
                .isEqualTo("SQLException, SQLSTATE 23505, code 7");
    }

    @Test
    void whatIsNotTheDatabasesIsToldInALine() {
        assertThat(SqlFailure.describe(new IllegalStateException("one\ntwo")))
                .isEqualTo("java.lang.IllegalStateException: one");
    }

    @ParameterizedTest
    @CsvSource({"22001, true", "23505, true", "08006, false", "57P01, false", ", false"})
    void theStateSaysWhetherItIsAboutTheData(String state, boolean aboutTheData) {
        assertThat(SqlFailure.isAboutTheData(new SQLException("planted", state)))
                .isEqualTo(aboutTheData);
    }
}
