package io.marketbell.channel.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.NameLimits;
import io.marketbell.delivery.Connection;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRequestTest {

    @Test
    void listsMayBeRepeatedOrSeparatedByCommas() {
        StreamRequest request = request(
                null,
                Map.of(
                        "types", new String[] {"ORDER_FILLED, PRICE_UPDATE", "RISK_ALERT"},
                        "instruments", new String[] {"AAPL", "MSFT"},
                        "brokers", new String[] {"alpaca,ib"},
                        "min_priority", new String[] {"NORMAL"},
                        "snapshot", new String[] {"true"},
                        "resume_after", new String[] {"812"},
                        "epoch", new String[] {"e7"}));

        assertThat(request.subscription())
                .isEqualTo(new Connection.Subscribe(
                        new SubscriptionFilter(
                                Set.of(
                                        NotificationType.ORDER_FILLED,
                                        NotificationType.PRICE_UPDATE,
                                        NotificationType.RISK_ALERT),
                                Set.of("AAPL", "MSFT"),
                                Set.of("alpaca", "ib"),
                                Priority.NORMAL),
                        true,
                        812,
                        "e7"));
        assertThat(request.faults()).isEmpty();
    }

    @Test
    void withoutParametersEverythingIsDeliveredLive() {
        assertThat(request(null, Map.of()).subscription())
                .isEqualTo(new Connection.Subscribe(SubscriptionFilter.EVERYTHING, false, -1, null));
    }

    @Test
    void lastEventIdTakesPrecedenceOverTheQuery() {
        StreamRequest request = request("830", Map.of("resume_after", new String[] {"812"}));

        assertThat(request.subscription().resumeAfter()).isEqualTo(830);
    }

    @Test
    void anEmptyLastEventIdIsIgnored() {
        assertThat(request("", Map.of("resume_after", new String[] {"812"}))
                        .subscription()
                        .resumeAfter())
                .isEqualTo(812);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "types|ORDER_FILED|unknown type ORDER_FILED; did you mean ORDER_FILLED?",
                "types|ORDER_FILLED,|unknown type",
                "instruments|AAPL,,MSFT|instruments must not contain an empty string",
                "min_priority|huge|unknown priority huge",
                "snapshot|1|snapshot must be true or false",
                "resume_after|-1|resume_after must be a non-negative integer",
                "resume_after|1e3|resume_after must be a non-negative integer",
                "epoch|''|epoch must be given once and must not be empty"
            })
    void faultsAreNamed(String name, String value, String detail) {
        StreamRequest request = request(null, Map.of(name, new String[] {value}));
        request.subscription();

        assertThat(request.faults()).hasSize(1).first().asString().startsWith(detail);
    }

    @Test
    void strangeLastEventIdIsAFault() {
        StreamRequest request = request("abc", Map.of());
        request.subscription();

        assertThat(request.faults()).containsExactly("Last-Event-ID must be a non-negative integer");
    }

    @Test
    void undecodableQueryIsAFault() {
        assertThat(new StreamRequest(null, null, NameLimits.DEFAULT).faults()).hasSize(1);
    }

    @Test
    void namesAreBoundedInLengthAndNumber() {
        StreamRequest longName = request(null, Map.of("instruments", new String[] {"A".repeat(65)}));
        StreamRequest manyNames = request(null, Map.of("brokers", new String[] {names(1_001)}));
        StreamRequest allowed = request(
                null, Map.of("instruments", new String[] {"A".repeat(64)}, "brokers", new String[] {names(999)}));

        longName.subscription();
        assertThat(longName.faults()).containsExactly("instruments must not contain a name longer than 64 characters");
        manyNames.subscription();
        assertThat(manyNames.faults())
                .containsExactly("a subscription may have at most 1000 instruments and brokers in total");
        allowed.subscription();
        assertThat(allowed.faults()).isEmpty();
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static StreamRequest request(String lastEventId, Map<String, String[]> query) {
        return new StreamRequest(new HashMap<>(query), lastEventId, NameLimits.DEFAULT);
    }
}
