package io.marketbell.channel;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of the channels, including those reported to clients. Read once at the start. */
@Dependent
public class ChannelSettings {
    public static final String AUTHENTICATION_SECONDS = "10";

    private final Duration heartbeat;
    private final int connections;
    private final Duration authentication;
    private final int unauthenticated;
    private final int unauthenticatedPerAddress;
    private final int batchSize;
    private final Duration batchDelay;
    private final List<String> origins;
    private final NameLimits names;

    @Inject
    public ChannelSettings(
            @ConfigProperty(name = "marketbell.channel.connections", defaultValue = "50000") int connections,
            @ConfigProperty(name = "marketbell.channel.heartbeat.seconds", defaultValue = "15") long heartbeatSeconds,
            @ConfigProperty(name = "marketbell.channel.authentication.seconds", defaultValue = AUTHENTICATION_SECONDS)
                    long authenticationSeconds,
            @ConfigProperty(name = "marketbell.channel.unauthenticated.connections", defaultValue = "5000")
                    int unauthenticated,
            @ConfigProperty(name = "marketbell.channel.unauthenticated.connections.per.address", defaultValue = "200")
                    int unauthenticatedPerAddress,
            @ConfigProperty(name = "marketbell.delivery.batch.size", defaultValue = "10") int batchSize,
            @ConfigProperty(name = "marketbell.delivery.batch.delay.ms", defaultValue = "100") long batchDelayMillis,
            @ConfigProperty(name = "marketbell.protection.origins") Optional<List<String>> origins,
            @ConfigProperty(name = "marketbell.channel.name.characters", defaultValue = "64") int nameCharacters,
            @ConfigProperty(name = "marketbell.channel.names.per.subscription", defaultValue = "1000")
                    int namesPerSubscription,
            @ConfigProperty(name = "marketbell.channel.names.per.connection", defaultValue = "10000")
                    int namesPerConnection) {
        this.connections = connections;
        this.heartbeat = Duration.ofSeconds(heartbeatSeconds);
        this.authentication = Duration.ofSeconds(authenticationSeconds);
        this.unauthenticated = unauthenticated;
        this.unauthenticatedPerAddress = unauthenticatedPerAddress;
        this.batchSize = batchSize;
        this.batchDelay = Duration.ofMillis(batchDelayMillis);
        this.names = new NameLimits(nameCharacters, Math.min(namesPerSubscription, namesPerConnection));
        this.origins = List.copyOf(origins.orElse(List.of()));
    }

    /** Returns the maximum number of connections of this node; further clients are refused. */
    public int connections() {
        return connections;
    }

    /** Returns how long a connection may be silent before it is pinged. */
    Duration heartbeat() {
        return heartbeat;
    }

    /** Returns how long a socket may stay open without authenticating. */
    public Duration authentication() {
        return authentication;
    }

    /** Returns the maximum number of unauthenticated sockets of this node. */
    public int unauthenticated() {
        return unauthenticated;
    }

    /** Returns the maximum number of unauthenticated sockets of one client address; IPv6 addresses count by /64. */
    public int unauthenticatedPerAddress() {
        return unauthenticatedPerAddress;
    }

    int batchSize() {
        return batchSize;
    }

    Duration batchDelay() {
        return batchDelay;
    }

    /** Returns the limits on names in a subscription; they are never above those of the connection. */
    public NameLimits names() {
        return names;
    }

    /** Returns the origins, besides the server's own, whose pages may connect. */
    public List<String> origins() {
        return origins;
    }
}
