package io.marketbell.channel;

import io.marketbell.identity.Caller;

/** Decides how often a connection's frames are acted on. The channel asks and obeys. */
public interface FrameLimiter {

    /** For a new connection. @param address the client's, or null where it is not known */
    ConnectionLimiter open(String address);

    /** A connection's own; asked by one thread at a time. */
    interface ConnectionLimiter {
        /**
         * @param method of the frame
         * @param caller whose connection it is, or null as long as nobody has authenticated
         */
        Verdict ask(String method, Caller caller);

        /**
         * Asked for each part of a frame, before it is kept, parsed or inspected.
         *
         * @param bytes of the part
         */
        default Verdict arrived(int bytes) {
            return Verdict.PASS;
        }
    }

    /** What is to be done with a frame. */
    enum Verdict {
        PASS,
        /** To be answered with code 429; nothing changes. */
        REFUSE,
        /** As {@link #REFUSE}, without an answer: refusals have been answered often enough. */
        IGNORE,
        /** The client has gone on for too long. */
        CLOSE
    }
}
