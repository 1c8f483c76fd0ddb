package io.marketbell.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.SharedKeysContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryKeysTest extends SharedKeysContract {
    private final Map<Duration, MemoryKeys> byLease = new HashMap<>();

    @Override
    protected SharedKeys node(int number, Duration lease) {
        return byLease.computeIfAbsent(lease, unused -> new MemoryKeys(lease, InstantSource.system()));
    }

    @Test
    void aNodeWithoutOthersSharesNoKeys() {
        LocalKeys keys = new LocalKeys();
        List<SharedKeys.Use> uses = List.of(new SharedKeys.Use("key", "1", new byte[1]));
        keys.fulfil(uses);

        assertThat(keys.isShared()).isFalse();
        assertThat(keys.claim(uses)).isEmpty();
    }
}
