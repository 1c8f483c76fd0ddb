package io.marketbell.channel.sse;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import io.marketbell.http.sse.EventStream;
import java.io.IOException;

/** Sends frames as Server-Sent Events. Clients cannot answer; a lost connection is detected only by a failing write. */
record EventStreamTransport(EventStream stream) implements Transport {
    private static final String PING = EventStream.comment("");

    @Override
    public void send(Frame frame) throws IOException {
        stream.write(EventStreamText.of(frame));
    }

    @Override
    public void ping() throws IOException {
        stream.write(PING);
    }

    @Override
    public void close(DisconnectReason reason) {
        stream.end();
    }

    @Override
    public boolean isAnswering() {
        return false;
    }
}
