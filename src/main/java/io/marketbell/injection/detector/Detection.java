package io.marketbell.injection.detector;

/**
 * The result of an inspection that found something.
 *
 * @param rule the rule that contributed most
 */
public record Detection(Rule rule, Severity severity) {
    boolean isUnmistakable() {
        return severity == Severity.UNMISTAKABLE;
    }
}
