package io.marketbell.channel.sse;

import io.marketbell.delivery.Connection;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Ends the connection when the container ends the stream, before it releases the socket. */
final class StreamEndListener implements AsyncListener {
    private final Connection connection;

    StreamEndListener(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        connection.gone();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        connection.gone();
    }

    @Override
    public void onError(AsyncEvent event) {
        connection.gone();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // streams are not restarted
    }
}
