package io.marketbell.app;

import static io.marketbell.settings.SettingRange.between;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.clock.ClusterClock;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.journal.log.JournalLimits;
import io.marketbell.publish.service.PublishService.Capacity;
import io.marketbell.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** The settings of publishing, journal, delivery and their metrics; docs/reference/settings*.md lists them. */
final class PipelineSettings {
    private final Settings settings;

    PipelineSettings(Config config) {
        this.settings = new Settings(config, "marketbell.");
    }

    Capacity publishing() {
        return new Capacity(
                settings.count("ingest.volatile.keys", 200_000),
                settings.count("ingest.volatile.recent", 50_000),
                settings.number("ingest.volatile.recent.bytes", 32L << 20));
    }

    JournalLimits journal() {
        JournalLimits defaults = JournalLimits.DEFAULT;
        return new JournalLimits(
                settings.count("journal.group.size", defaults.groupSize()),
                settings.count("journal.queue.size", defaults.queueSize()),
                settings.milliseconds("journal.patience.ms", defaults.patience()),
                settings.milliseconds("journal.write.behind.ms", defaults.writeBehind()),
                settings.count("journal.progress.saved", defaults.progressSaved()),
                settings.count("journal.readers.kept", defaults.usersKept()),
                settings.count("journal.expired.rows", defaults.expiredRows()),
                settings.duration("journal.progress.retention.days", DAYS, defaults.progressKept()),
                settings.milliseconds("journal.poll.ms", defaults.poll()),
                settings.milliseconds("journal.answer.ms", defaults.answerWithin()));
    }

    /**
     * The time between the expiry of a notification and its deletion: until then, a delivery by another node before the
     * expiry may be missing in the database.
     */
    Duration expiryDelay(ClusterMode mode) {
        return mode == ClusterMode.SINGLE
                ? Duration.ZERO
                : journal().writeBehind().plus(ClusterClock.SKEW_AT_MOST);
    }

    DeliverySettings delivery() {
        return DeliverySettings.of(settings);
    }

    /** Time limit for informing clients at shutdown. */
    Duration shutdown() {
        return settings.duration("delivery.shutdown.seconds", SECONDS, Duration.ofSeconds(10));
    }

    /** How long a node of a cluster fails its readiness check before it asks its clients to reconnect. */
    Duration drain() {
        Duration drain = settings.milliseconds("cluster.drain.ms", Duration.ofSeconds(3));
        between(0, 60_000, "marketbell.cluster.drain.ms", drain.toMillis());
        return drain;
    }

    /** The time during which volatile notifications for other nodes are collected. */
    Duration volatileBatch() {
        return settings.milliseconds("cluster.batch.ms", Duration.ofMillis(5));
    }

    /** Returns whether messages about commits contain the durable notifications. */
    boolean sendsNotifications() {
        return settings.flag("cluster.bus.bodies", true);
    }

    /** Maximum number of clients on this node. */
    int connections() {
        return settings.count("channel.connections", 50_000);
    }

    /** Maximum number of users whose acknowledgements may wait for the publication of their outcomes. */
    int acknowledgingUsers() {
        return settings.count("delivery.acknowledging.users", 100_000);
    }

    /** Returns the instruments whose trades are counted separately. */
    Set<String> instruments() {
        return Set.copyOf(settings.texts("metrics.instruments", List.of()));
    }

    int openOrders() {
        return settings.count("metrics.open.orders", 100_000);
    }
}
