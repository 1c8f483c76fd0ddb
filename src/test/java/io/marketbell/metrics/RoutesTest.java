package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private final Routes routes = new Routes(List.of(
            "/api/v1/notifications",
            "/api/v1/notifications/stream",
            "/api/v1/notifications/{id: [0-9A-HJKMNP-TV-Z]{26}}",
            "/api/v1/dead-letters/{id}",
            "/api/v1/dead-letters/replay",
            "/api/v1/dead-letters/{id}/replay",
            "/ws/v1/notifications"));

    @ParameterizedTest
    @CsvSource({
        "/api/v1/notifications, /api/v1/notifications",
        "/api/v1/notifications/, /api/v1/notifications",
        "/api/v1/notifications;a=b, /api/v1/notifications",
        "/api/v1/notifications/stream, /api/v1/notifications/stream",
        "/api/v1/notifications/01JD, /api/v1/notifications/{id}",
        "/api/v1/dead-letters/replay, /api/v1/dead-letters/replay",
        "/api/v1/dead-letters/7/replay, /api/v1/dead-letters/{id}/replay",
        "/ws/v1/notifications, /ws/v1/notifications"
    })
    void aPathIsKnownByItsTemplate(String path, String template) {
        assertThat(routes.of(path, false)).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/invented", "/api/v1/notifications/1/2/3", "/wp-login.php", "/api/", "/"})
    void whatIsNotThereHasOneName(String path) {
        assertThat(routes.of(path, false)).isEqualTo(Routes.UNMATCHED);
    }

    @Test
    void pagesHaveOneName() {
        assertThat(routes.of("/", true)).isEqualTo(Routes.STATIC);
        assertThat(routes.of("/app/main.js", true)).isEqualTo(Routes.STATIC);
    }
}
