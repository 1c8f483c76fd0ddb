package io.marketbell.channel;

/** Decides whether a text of a client's frame is accepted. */
public interface FramePolicy {

    /** What a text of a frame is for. */
    enum Kind {
        /** A member's name, a request id, or the value of a parameter that the protocol defines: names and filters. */
        IDENTIFIER,
        /** Any other string: the protocol gives it no meaning. */
        FREE_TEXT
    }

    /** @param place of the text in the frame, as a JSON pointer (RFC 6901); long member names are shortened */
    boolean refuses(Kind kind, String place, String text);
}
