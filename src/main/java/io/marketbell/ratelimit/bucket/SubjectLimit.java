package io.marketbell.ratelimit.bucket;

/**
 * The limit and the bucket of a subject.
 *
 * @param overridden whether an override sets the limit
 * @param live whether a bucket exists; a bucket that was not used within the idle time is removed, and would be full
 * @param state the state of the bucket, or of a new one if none exists; null for a tier
 */
public record SubjectLimit(
        Subject subject, Limit limit, Mode mode, boolean overridden, boolean live, BucketState state) {}
