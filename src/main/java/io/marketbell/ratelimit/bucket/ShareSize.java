package io.marketbell.ratelimit.bucket;

/**
 * How a shared bucket is divided among nodes that cannot reach it.
 *
 * @param nodes the number of nodes
 * @param heaviest the greatest legal weight of a request; a share holds as many tokens, so that it can be granted
 */
record ShareSize(int nodes, long heaviest) {

    /** The tokens that a share of a bucket holds. */
    long capacity(Limit limit) {
        return Math.min(limit.burst(), Math.max(heaviest, limit.burst() / nodes));
    }
}
