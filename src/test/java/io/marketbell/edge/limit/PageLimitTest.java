package io.marketbell.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.operations.RecordingConfig;
import io.marketbell.settings.Settings;
import io.marketbell.testkit.servlet.FilterExchange;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageLimitTest {
    private static PageLimit limit(String mode) {
        return new PageLimit(new PageLimitSettings(mode, 1, 2), () -> 0);
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(new RecordingConfig(values), "");
    }

    private static FilterExchange request(PageLimit limit) {
        return new FilterExchange("GET", "/metrics").through(new PageLimitFilter(limit));
    }

    @Test
    void requestsAboveTheBurstAreRefusedAsQuotaExceeded() {
        PageLimit limit = limit("block");

        assertThat(request(limit).isPassed()).isTrue();
        assertThat(request(limit).isPassed()).isTrue();
        FilterExchange refused = request(limit);
        assertThat(refused.isPassed()).isFalse();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.body())
                .contains("\"detail\":\"rate limit exceeded (pages); retry in 1 s\"")
                .contains("\"violated-policies\":[\"pages\"]");
        assertThat(limit.getExceeded()).isEqualTo(1);
    }

    @Test
    void addressesOfOneIpv6NetworkShareABucket() {
        PageLimit limit = limit("block");
        for (String address : new String[] {"2001:db8::1", "2001:db8::2"}) {
            new FilterExchange("GET", "/metrics").with("getRemoteAddr", address).through(new PageLimitFilter(limit));
        }

        FilterExchange third = new FilterExchange("GET", "/metrics")
                .with("getRemoteAddr", "2001:db8::3")
                .through(new PageLimitFilter(limit));

        assertThat(third.status()).isEqualTo(429);
    }

    @Test
    void theModeReportCountsAndPasses() {
        PageLimit limit = limit("report");
        for (int i = 0; i < 5; i++) {
            assertThat(request(limit).isPassed()).isTrue();
        }
        assertThat(limit.getExceeded()).isEqualTo(3);
    }

    @Test
    void theModeOffNeitherCountsNorRefuses() {
        PageLimit limit = limit("off");
        for (int i = 0; i < 5; i++) {
            assertThat(request(limit).isPassed()).isTrue();
        }
        assertThat(limit.getExceeded()).isZero();
    }

    @Test
    void theCounterIsAvailableToTheApplicationsCopyOfTheClass() {
        PageLimit limit = limit("block");
        for (int i = 0; i < 4; i++) {
            request(limit);
        }

        limit.publish();
        assertThat(PageLimit.exceededOnThisServer()).isEqualTo(2);
        limit("block").publish();
        assertThat(PageLimit.exceededOnThisServer()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"block, , block", "report, block, report", "off, block, off", "block, off, off", ", report, report"})
    void theGeneralModeIsTheUpperBound(String general, String own, String effective) {
        Map<String, String> values = new HashMap<>();
        values.computeIfAbsent("marketbell.ratelimit.mode", name -> general);
        values.computeIfAbsent("marketbell.ratelimit.pages.mode", name -> own);

        assertThat(PageLimitSettings.of(settings(values)).mode()).isEqualTo(effective);
    }

    @Test
    void invalidSettingsAreRejectedByName() {
        assertThatThrownBy(() -> PageLimitSettings.of(settings(Map.of("marketbell.ratelimit.pages.rate", "0"))))
                .hasMessageContaining("marketbell.ratelimit.pages.rate");
        assertThatThrownBy(() -> PageLimitSettings.of(settings(Map.of("marketbell.ratelimit.pages.mode", "x"))))
                .hasMessageContaining("marketbell.ratelimit.pages.mode");
    }
}
