package io.marketbell.channel;

/** Whether what a client says in a frame may be taken up. */
public interface FramePolicy {
    /** @param place where the text stands in the frame, as a JSON pointer */
    boolean refuses(String place, String text);
}
