package io.marketbell.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.notification.NotificationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterQueryTest {

    @Test
    void cursorIsDecodedToItsId() {
        String id = "01JD0000000000000000000000";
        assertThat(DeadLetterQuery.before(DeadLetterJson.cursor(id))).isEqualTo(id);
    }

    @Test
    void filterIsParsed() {
        DeadLetterQuery.Many many =
                DeadLetterQuery.many("{\"filter\":{\"reason\":\"EXPIRED\",\"type\":\"PRICE_ALERT\"},\"x\":1}");
        assertThat(many.filter()).isEqualTo(new DeadLetterFilter(Reason.EXPIRED, NotificationType.PRICE_ALERT, null));
        assertThat(DeadLetterQuery.many("{\"filter\":{}}").filter()).isEqualTo(DeadLetterFilter.ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[]",
                "{\"filter\":{},\"filter\":{}}",
                "{\"filter\":{\"recipient\":\"a\",\"recipient\":\"b\"}}",
                "{\"filter\":{},\"x\":1e99999999999}",
            })
    void bodyThatIsNotStrictJsonIsRejected(String body) {
        assertThatThrownBy(() -> DeadLetterQuery.many(body)).isInstanceOf(ProblemException.class);
    }

    @Test
    void excessiveNestingIsRejected() {
        assertThatThrownBy(() -> DeadLetterQuery.many("{\"filter\":" + "[".repeat(1_001)))
                .isInstanceOf(ProblemException.class);
    }
}
