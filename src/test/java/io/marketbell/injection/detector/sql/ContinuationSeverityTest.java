package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.InjectionDetector;
import io.marketbell.injection.detector.finding.Detection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationSeverityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 or (1,1)=(1,1)",
                "7-(table secrets limit 1)",
                "' or name is distinct from 'x'-- ",
                "'; VACUUM; --",
                "1;KILL 53",
                "1; drop table orders;",
                "admin' or not disabled = 1 -- the rest of the statement",
                "1 and pin like 'a%'",
                "(case when pin like 'a%' then 1 else 2 end)",
                "-1 order by 1,2,3",
                "9 union table secrets",
                "1 or 1",
                "1 or~1"
            })
    void sqlFromAValueOrAQuoteToItsEndIsRefused(String text) {
        assertThat(InjectionDetector.grade(text)).map(Detection::isUnmistakable).contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100 or price < 5",
                "1 or 2-1",
                "id or true",
                "id or id=id",
                "price; drop table x",
                "admin' -- see the"
            })
    void sqlThatTradersMightWriteIsReported(String text) {
        assertThat(InjectionDetector.grade(text)).map(Detection::isUnmistakable).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 or 6",
                "100 or below",
                "4 and 5 = nine",
                "RSI < 30 or MACD > 0",
                "ECB's 'yes' or 'no' = priced",
                "5; kill order",
                "sell; delete from list",
                "Order 121 or 74 = void",
                "\"A\" or \"B\" -- either",
                "2 having coffee"
            })
    void ordinaryNotesAreNeitherRefusedNorReported(String text) {
        assertThat(InjectionDetector.grade(text)).isEmpty();
    }
}
