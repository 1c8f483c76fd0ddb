package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.ClusterMode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {
    private final PipelineSettings settings = new PipelineSettings((Config) Proxy.newProxyInstance(
            PipelineSettingsTest.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> Optional.empty()));

    @Test
    void onlyNodesOfAClusterDelayTheDeletionOfExpiredNotifications() {
        assertThat(settings.expiryDelay(ClusterMode.SINGLE)).isZero();
        assertThat(settings.expiryDelay(ClusterMode.POSTGRESQL)).isEqualTo(Duration.ofSeconds(31));
    }
}
