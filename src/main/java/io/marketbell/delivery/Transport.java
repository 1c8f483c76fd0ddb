package io.marketbell.delivery;

import java.io.IOException;

/**
 * The wire of one connection. {@code send} and {@code ping} are called by one thread at a time, the connection's writer
 * of the moment; nobody else ever sends.
 */
public interface Transport {

    /**
     * Writes a frame and returns when it was handed to the operating system. May block as long as the client does not
     * read; the thread is then interrupted, and the frame counts as unsent whatever the method does.
     */
    void send(Frame frame) throws IOException;

    /** Asks the peer for a sign of life; a no-op where the protocol has none. */
    void ping() throws IOException;

    /** Ends the connection. Any thread may call it, once a send is no longer under way; idempotent; never throws. */
    void close(DisconnectReason reason);

    /** Whether a peer can answer at all: without it (Server-Sent Events) only an acknowledgement proves delivery. */
    boolean isAnswering();
}
