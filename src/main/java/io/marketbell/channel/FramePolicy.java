package io.marketbell.channel;

import io.marketbell.json.JsonPlace;

/** Decides whether a text in a client's frame is accepted. */
public interface FramePolicy {

    /** The purpose of a text in a frame. */
    enum Kind {
        /** A member name, a request id, or the value of a parameter defined by the protocol: names and filters. */
        IDENTIFIER,
        /** Any other string; the protocol assigns it no meaning. */
        FREE_TEXT
    }

    /** @param place the location of the text in the frame */
    boolean refuses(Kind kind, JsonPlace place, String text);
}
