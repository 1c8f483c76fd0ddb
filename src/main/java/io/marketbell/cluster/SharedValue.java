package io.marketbell.cluster;

import java.time.Duration;

/**
 * The last value of a key, stored for nodes that start later.
 *
 * @param key identifies the value in the cluster
 * @param id of the notification; of two values of a key, the one with the higher id is newer
 * @param content the encoded notification
 * @param keep how long it is stored
 */
public record SharedValue(String key, String id, byte[] content, Duration keep) {

    /** Returns the approximate size in memory. */
    public int bytes() {
        return key.length() + id.length() + content.length;
    }
}
