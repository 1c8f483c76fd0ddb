package io.marketbell.channel.websocket;

import io.marketbell.channel.FrameEncoder;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A wire that writes down what goes over it, in the form it would have. */
final class RecordingTransport implements Transport {
    final List<String> sent = new ArrayList<>();
    DisconnectReason closed;
    boolean broken;
    /** Runs while a frame is being sent, as another thread might. */
    Runnable meanwhile = () -> {};

    @Override
    public void send(Frame frame) throws IOException {
        if (closed != null) {
            throw new AssertionError("sent after the close: " + frame);
        }
        meanwhile.run();
        if (broken) {
            throw new IOException("broken pipe");
        }
        sent.add(FrameEncoder.of(frame));
    }

    @Override
    public void ping() {
        sent.add("ping");
    }

    @Override
    public void close(DisconnectReason reason) {
        if (closed == null) {
            closed = reason;
        }
    }

    @Override
    public boolean isAnswering() {
        return true;
    }

    String last() {
        return sent.get(sent.size() - 1);
    }
}
