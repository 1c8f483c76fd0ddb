package io.marketbell.ratelimit.bucket;

/**
 * Returns the limit and the bucket of a subject.
 *
 * @param overridden whether the limit is the subject's own
 * @param live whether there is a bucket; one that nobody has used within the hour is forgotten, and would be full
 * @param state as it would be for a new bucket where there is none; null for a tier
 */
public record SubjectLimit(
        Subject subject, Limit limit, Mode mode, boolean overridden, boolean live, BucketState state) {}
