package io.marketbell.monitoring.stream;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Releases a stream client when the container ends its stream. */
record SnapshotStreamEndListener(SnapshotStreamClient client) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
        client.gone();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        client.end();
    }

    @Override
    public void onError(AsyncEvent event) {
        client.end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // not applicable: a stream is never restarted
    }
}
