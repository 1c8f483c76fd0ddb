package io.marketbell.injection.detector.finding;

/** How certain a detection is. */
public enum Severity {
    /** The text has signs of an attack that also occur in prose, conditions and notes. */
    SUSPICIOUS,
    /** The text has the structure of an attack, which does not occur by chance. */
    UNMISTAKABLE
}
