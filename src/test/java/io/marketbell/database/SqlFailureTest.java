package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {

    @Test
    void driverMessageIsOmitted() {
        SQLException refused = new SQLException("(olga, 100 NESN) already exists", "23505", 7);

        assertThat(SqlFailure.describe(refused)).isEqualTo("SQLException, SQLSTATE 23505, code 7");
        assertThat(SqlFailure.describe(new IllegalStateException(new RuntimeException(refused))))
                .isEqualTo("SQLException, SQLSTATE 23505, code 7");
    }

    @Test
    void otherExceptionsAreDescribedInOneLine() {
        assertThat(SqlFailure.describe(new IllegalStateException("one\ntwo")))
                .isEqualTo("java.lang.IllegalStateException: one");
    }

    @ParameterizedTest
    @CsvSource({
        "22001, true, false",
        "22021, true, false",
        "23505, true, false",
        "21000, true, false",
        "54000, true, false",
        "42P01, false, true",
        "0A000, false, true",
        "08006, false, false",
        "57P01, false, false",
        "53300, false, false",
        "40001, false, false",
        "2, false, false",
        ", false, false"
    })
    void theStateSaysWhetherTheDatabaseRefusesOrIsUnavailable(
            String state, boolean aboutTheData, boolean aboutTheStatement) {
        SQLException failure = new SQLException("planted", state);

        assertThat(SqlFailure.isAboutTheData(failure)).isEqualTo(aboutTheData);
        assertThat(SqlFailure.isAboutTheStatement(failure)).isEqualTo(aboutTheStatement);
    }
}
