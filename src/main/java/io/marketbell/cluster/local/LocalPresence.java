package io.marketbell.cluster.local;

import io.marketbell.cluster.Presence;

/** The presence of a node that has no others: the caller's own count decides. */
public final class LocalPresence implements Presence {

    @Override
    public boolean enter(String user, int atMost) {
        return true;
    }

    @Override
    public void leave(String user) {}

    @Override
    public int elsewhere(String user) {
        return 0;
    }
}
