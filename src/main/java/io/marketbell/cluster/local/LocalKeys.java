package io.marketbell.cluster.local;

import io.marketbell.cluster.SharedKeys;
import java.util.List;
import java.util.Optional;

/** The keys of a node that shares none: its own claims decide. */
public final class LocalKeys implements SharedKeys {

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Optional<List<Holder>> claim(List<Use> uses) {
        return Optional.empty();
    }

    @Override
    public void fulfil(List<Use> uses) {}

    @Override
    public void release(List<Use> uses) {}
}
