package io.marketbell.channel;

/**
 * Limits on the names (instruments and brokers) in a subscription.
 *
 * @param characters maximum length of a name
 * @param names maximum number of names in a subscription
 */
public record NameLimits(int characters, int names) {
    public static final NameLimits DEFAULT = new NameLimits(64, 1_000);

    public NameLimits {
        if (characters < 1 || names < 1) {
            throw new IllegalArgumentException(
                    "marketbell.channel: limits of names must be at least 1, but are " + characters + " and " + names);
        }
    }
}
