package io.marketbell.channel;

import io.marketbell.settings.SettingRange;

/**
 * Limits on the names (instruments and brokers) in a subscription.
 *
 * @param characters maximum length of a name
 * @param names maximum number of names in a subscription
 */
public record NameLimits(int characters, int names) {
    public static final NameLimits DEFAULT = new NameLimits(64, 1_000);

    public NameLimits {
        SettingRange.atLeast(1, "marketbell.channel.name.characters", characters);
        SettingRange.atLeast(1, "marketbell.channel.names.per.subscription", names);
    }
}
