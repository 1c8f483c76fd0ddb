package io.marketbell.ratelimit;

/**
 * What applies to a subject, and how its bucket stands.
 *
 * @param overridden whether the limit is the subject's own
 * @param live whether there is a bucket; one that nobody has used within the hour is forgotten, and would be full
 * @param standing as it would be for a new bucket where there is none; null for a tier
 */
public record Inspection(
        Subject subject, Limit limit, Mode mode, boolean overridden, boolean live, Standing standing) {}
