package io.marketbell.metrics;

/**
 * The series of one metric, selected by tag values in the order of {@link Metric#tags}. Thread-safe. Selecting an
 * existing series does not allocate.
 *
 * @param <S> type of the recorder
 */
public interface Tagged<S> {

    /** Returns the series of a metric without tags. */
    S of();

    S of(String first);

    S of(String first, String second);

    S of(String first, String second, String third);
}
