package io.marketbell.injection;

/** Receives what the guard found. Called on the thread of the request or frame: must not block. */
public interface InjectionListener {
    /** @param refused false where the text was accepted and only reported */
    void found(TextSource source, InjectionFinding finding, boolean refused);
}
