package io.marketbell.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void aNodeReadsVersionsFromItsOldestOn() {
        Wire wire = new Wire(5, 3);

        assertThat(wire.reads(new Wire(2, 2))).isFalse();
        assertThat(wire.reads(new Wire(3, 0))).isTrue();
        assertThat(wire.reads(new Wire(9, 9)))
                .as("whether the newer node can be read is its own decision")
                .isTrue();
    }

    @Test
    void nodesOfThePreviousReleaseCanRunBesideThisOne() {
        Wire previous = new Wire(0, 0);

        assertThat(Wire.THIS_RELEASE.reads(previous)).isTrue();
        assertThat(previous.reads(Wire.THIS_RELEASE)).isTrue();
    }

    @Test
    void aNodeReadsItsOwnVersion() {
        assertThatThrownBy(() -> new Wire(2, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
