package io.marketbell.channel;

import io.marketbell.identity.Caller;

/** Decides how often a connection's frames are processed. The channel asks for each frame and applies the verdict. */
public interface FrameLimiter {

    /** Returns the limiter of a new connection. @param address the client's address, or null if unknown */
    ConnectionLimiter open(String address);

    /** The limiter of one connection; called by one thread at a time. */
    interface ConnectionLimiter {
        /**
         * @param method of the frame
         * @param caller the user of the connection, or null before authentication
         */
        Verdict check(String method, Caller caller);

        /**
         * Called for each part of a frame, before it is stored, parsed or inspected.
         *
         * @param bytes size of the part
         */
        default Verdict arrived(int bytes) {
            return Verdict.PASS;
        }
    }

    /** The action to take for a frame. */
    enum Verdict {
        PASS,
        /** Reply with code 429; the frame has no other effect. */
        REFUSE,
        /** As {@link #REFUSE}, without a reply, because refusals were already sent often enough. */
        IGNORE,
        /** Close the connection, because the client kept exceeding the limit. */
        CLOSE
    }
}
