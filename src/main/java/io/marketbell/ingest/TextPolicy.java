package io.marketbell.ingest;

/** Whether a text of a publisher's may be kept and sent on. */
public interface TextPolicy {
    /** @param pointer where it stands in the item, as a JSON pointer */
    boolean refuses(String pointer, String text);
}
