package io.marketbell.injection;

/** Receives the findings of the guard. Called on the thread of the request or frame, so it must not block. */
public interface InjectionListener {
    /** @param refused false if the text was accepted and only reported */
    void found(TextSource source, InjectionFinding finding, boolean refused);
}
