package io.marketbell.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.NotificationType;
import org.junit.jupiter.api.Test;

class LetterQueryTest {

    @Test
    void aCursorLeadsBackToItsLetter() {
        String id = "01JD0000000000000000000000";
        assertThat(LetterQuery.before(LetterJson.cursor(id))).isEqualTo(id);
    }

    @Test
    void aFilterTakesWhatItNames() {
        LetterQuery.Many many =
                LetterQuery.many("{\"filter\":{\"reason\":\"EXPIRED\",\"type\":\"PRICE_ALERT\"},\"x\":1}");
        assertThat(many.filter()).isEqualTo(new LetterFilter(Reason.EXPIRED, NotificationType.PRICE_ALERT, null));
        assertThat(LetterQuery.many("{\"filter\":{}}").filter()).isEqualTo(LetterFilter.ALL);
    }
}
