package io.marketbell.blackbox.cluster;

/**
 * A publication that was answered 202.
 *
 * @param key its idempotency key
 * @param node that answered
 * @param begun when the publisher first sent it, in milliseconds of {@link Clock}
 * @param at when the answer arrived
 * @param expires its time to live ends then; {@link Long#MAX_VALUE} if it outlives every test
 */
record Accepted(
        String key,
        String id,
        long offset,
        String user,
        String node,
        boolean duplicate,
        long begun,
        long at,
        long expires) {}
