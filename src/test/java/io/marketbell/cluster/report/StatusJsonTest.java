package io.marketbell.cluster.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.marketbell.cluster.NodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusJsonTest {
    private static final NodeStatus STATUS = new NodeStatus("k3f", "0.2.0", "degraded", 12, 816, -1_204, "AWAY", 15);

    @Test
    void whatWasWrittenIsRead() {
        assertThat(StatusJson.read(StatusJson.of(STATUS))).isEqualTo(STATUS);
    }

    @Test
    void membersOfAnotherReleaseAreIgnoredAndMayBeMissing() {
        assertThat(StatusJson.read("{\"tag\":\"k3f\",\"new\":{\"a\":1}}"))
                .isEqualTo(new NodeStatus("k3f", "", "", 0, 0, 0, "", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"lag\":\"many\"}"})
    void anythingElseIsRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> {
            NodeStatus read = StatusJson.read(text);
            throw new AssertionError(read);
        });
    }
}
