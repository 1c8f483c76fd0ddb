package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeNameTest {
    @Test
    void theConfiguredNameTakesPrecedenceOverThePodsName() {
        assertThat(NodeName.of(Optional.of("ours"), Optional.of("pod-0"))).isEqualTo("ours");
        assertThat(NodeName.of(Optional.empty(), Optional.of("pod-0"))).isEqualTo("pod-0");
    }

    @Test
    void thereIsAlwaysAName() {
        assertThat(NodeName.of(Optional.empty(), Optional.of(" "))).isNotBlank();
    }
}
