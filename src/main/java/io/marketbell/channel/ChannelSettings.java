package io.marketbell.channel;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.settings.Settings;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the channels, including those reported to clients. Read once at the start.
 *
 * @param connections the maximum number of connections of this node; further clients are refused
 * @param heartbeat how long a connection may be silent before it is pinged
 * @param authentication how long a socket may stay open without authenticating
 * @param unauthenticated the maximum number of unauthenticated sockets of this node
 * @param unauthenticatedPerAddress the same for one client address; IPv6 addresses count by /64
 * @param origins the origins, besides the server's own, whose pages may connect
 * @param names the limits on names in a subscription; they are never above those of the connection
 */
public record ChannelSettings(
        int connections,
        Duration heartbeat,
        Duration authentication,
        int unauthenticated,
        int unauthenticatedPerAddress,
        int batchSize,
        Duration batchDelay,
        List<String> origins,
        NameLimits names) {
    public static final Duration AUTHENTICATION = Duration.ofSeconds(10);

    static ChannelSettings of(Config config) {
        Settings settings = new Settings(config, "marketbell.");
        return new ChannelSettings(
                settings.count("channel.connections", 50_000),
                settings.duration("channel.heartbeat.seconds", SECONDS, Duration.ofSeconds(15)),
                settings.duration("channel.authentication.seconds", SECONDS, AUTHENTICATION),
                settings.count("channel.unauthenticated.connections", 5_000),
                settings.count("channel.unauthenticated.connections.per.address", 200),
                settings.count("delivery.batch.size", 10),
                settings.milliseconds("delivery.batch.delay.ms", Duration.ofMillis(100)),
                settings.texts("protection.origins", List.of()),
                new NameLimits(
                        settings.count("channel.name.characters", 64),
                        Math.min(
                                settings.count("channel.names.per.subscription", 1_000),
                                settings.count("channel.names.per.connection", 10_000))));
    }
}
