package io.marketbell.injection.detector.finding;

/**
 * The result of an inspection that found something.
 *
 * @param rule the rule that contributed most
 */
public record Detection(Rule rule, Severity severity) {
    public boolean isUnmistakable() {
        return severity == Severity.UNMISTAKABLE;
    }
}
