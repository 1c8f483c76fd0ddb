package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Connection;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Lets the connection go when the container ends a stream. */
final class StreamEnd implements AsyncListener {
    private final Connection connection;

    StreamEnd(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        connection.close(CloseReason.GONE);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        connection.close(CloseReason.GONE);
    }

    @Override
    public void onError(AsyncEvent event) {
        connection.close(CloseReason.GONE);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nothing restarts a stream
    }
}
