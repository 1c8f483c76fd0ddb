package io.marketbell.delivery;

import java.io.IOException;

/**
 * The network side of one connection. {@code send} and {@code ping} are called by one thread at a time, the current
 * writer of the connection. No other thread sends.
 */
public interface Transport {

    /**
     * Writes a frame and returns when it was handed to the operating system. May block while the client does not read.
     * The thread is then interrupted, and the frame counts as unsent regardless of the result.
     */
    void send(Frame frame) throws IOException;

    /** Asks the client for a response; has no effect if the protocol has no ping. */
    void ping() throws IOException;

    /** Closes the connection. May be called by any thread when no send is in progress. Idempotent; never throws. */
    void close(DisconnectReason reason);

    /**
     * Returns whether the protocol lets a client answer. If not (Server-Sent Events), only an acknowledgement proves
     * delivery.
     */
    boolean isAnswering();
}
