package io.marketbell.metrics;

/**
 * The series of one metric, by the values of its tags in the order in which {@link Metric#tags} names them. Finding one
 * allocates nothing once it exists. May be asked by any thread.
 *
 * @param <S> what is recorded with
 */
public interface Tagged<S> {

    /** The series of a metric without tags. */
    S of();

    S of(String first);

    S of(String first, String second);

    S of(String first, String second, String third);
}
