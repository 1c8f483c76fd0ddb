package io.marketbell.ratelimit.bucket;

/**
 * The limit and the bucket of a subject.
 *
 * @param overridden whether an override sets the limit
 * @param live whether a bucket exists; a bucket that was not used within the idle time is removed, and would be full
 * @param state the state of the bucket, or of a new one if none exists; null for a tier
 */
public record SubjectLimit(
        Subject subject, Limit limit, Mode mode, boolean overridden, boolean live, BucketState state) {

    /** Returns the same with the state of a bucket that exists at other nodes unless it is full. */
    SubjectLimit with(BucketState other) {
        return new SubjectLimit(subject, limit, mode, overridden, live || other.nanosToFull() > 0, other);
    }
}
