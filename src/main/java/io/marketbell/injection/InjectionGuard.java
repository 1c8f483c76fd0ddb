package io.marketbell.injection;

import io.marketbell.injection.detector.InjectionDetector;
import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.finding.Severity;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Inspects incoming texts, reports findings, and decides by mode and place whether a text is refused. Free text is
 * refused only if the attack is unmistakable; suspicious free text is accepted and reported. Thread-safe.
 */
public final class InjectionGuard {
    private final InjectionMode mode;
    private final InjectionMode textMode;
    private final FindingLog log = new FindingLog();
    private volatile InjectionListener listener = (source, finding, refused) -> {};

    InjectionGuard(InjectionMode mode, InjectionMode textMode) {
        this.mode = mode;
        this.textMode = textMode;
    }

    /** Replaces the listener. */
    public void onFinding(InjectionListener newListener) {
        listener = newListener;
    }

    /** Whether request lines and headers are inspected. */
    boolean inspectsRequests() {
        return mode != InjectionMode.OFF;
    }

    /** Whether JSON bodies are inspected. */
    boolean inspectsBodies() {
        return mode != InjectionMode.OFF || textMode != InjectionMode.OFF;
    }

    /** Returns a finding only where the text must be refused. */
    public Optional<InjectionFinding> refusal(TextSource source, TextPlace place, String name, String text) {
        return refusal(source, place, () -> name, text);
    }

    /** @param name called only if something is found */
    public Optional<InjectionFinding> refusal(TextSource source, TextPlace place, Supplier<String> name, String text) {
        InjectionMode here = place == TextPlace.TEXT ? textMode : mode;
        if (here == InjectionMode.OFF) {
            return Optional.empty();
        }
        Optional<Detection> detection = place == TextPlace.TEXT
                ? InjectionDetector.grade(text)
                : InjectionDetector.inspect(text, place.origin())
                        .map(rule -> new Detection(rule, Severity.UNMISTAKABLE));
        if (detection.isEmpty()) {
            return Optional.empty();
        }
        InjectionFinding finding =
                new InjectionFinding(name.get(), place, detection.get().rule());
        boolean refused = here == InjectionMode.BLOCK && detection.get().isUnmistakable();
        listener.found(source, finding, refused);
        log.write(source, finding, text, refused);
        return refused ? Optional.of(finding) : Optional.empty();
    }
}
