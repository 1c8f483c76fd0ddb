package io.marketbell.injection.detector;

/** How certain a detection is. */
public enum Severity {
    /** The text has signs of an attack that prose, conditions and notes may have as well. */
    SUSPICIOUS,
    /** The text has the structure of an attack, which nobody writes by chance. */
    UNMISTAKABLE
}
