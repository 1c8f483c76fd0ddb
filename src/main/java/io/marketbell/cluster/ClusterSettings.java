package io.marketbell.cluster;

import static io.marketbell.settings.SettingRange.atLeast;
import static io.marketbell.settings.SettingRange.between;

import io.marketbell.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the cluster.
 *
 * @param name the name of the cluster
 * @param node the name of this node, unique in the cluster
 * @param nodes the number of nodes that the operator runs
 * @param heartbeat the interval of this node's heartbeats
 * @param deadAfter a node without a heartbeat for this time is declared dead
 */
public record ClusterSettings(
        ClusterMode mode, String name, String node, int nodes, Duration heartbeat, Duration deadAfter) {
    public static final int NAME_CHARACTERS = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (NAME_CHARACTERS - 1) + "}");
    private static final int HEARTBEATS_BEFORE_DEATH = 3;
    private static final int MOST_NODES = 100;

    public ClusterSettings {
        demandName("marketbell.cluster.name", name);
        demandName("marketbell.cluster.node", node);
        between(1, MOST_NODES, "marketbell.cluster.nodes", nodes);
        between(100, 60_000, "marketbell.cluster.heartbeat.ms", heartbeat.toMillis());
        atLeast(
                HEARTBEATS_BEFORE_DEATH * heartbeat.toMillis(),
                "marketbell.cluster.dead.after.ms",
                deadAfter.toMillis());
    }

    public static ClusterSettings of(Config config) {
        Settings settings = new Settings(config, "marketbell.cluster.");
        return new ClusterSettings(
                ClusterMode.of(settings.text("mode").orElse(ClusterMode.SINGLE.word())),
                settings.text("name").orElse("marketbell"),
                settings.text("node").orElseGet(ClusterSettings::hostName),
                settings.count("nodes", 1),
                settings.milliseconds("heartbeat.ms", Duration.ofMillis(1_000)),
                settings.milliseconds("dead.after.ms", Duration.ofMillis(5_000)));
    }

    private static void demandName(String setting, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(setting + " is " + value + "; it must have 1 to " + NAME_CHARACTERS
                    + " letters, digits, dots, hyphens and underscores, and begin with a letter or digit");
        }
    }

    private static String hostName() {
        try {
            return asName(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // the resolver does not know the name of this host
            return asName(System.getenv().getOrDefault("HOSTNAME", "localhost"));
        }
    }

    /** Replaces the characters that a name must not have; the result is a valid name. */
    static String asName(String host) {
        String name = host.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "localhost" : name.substring(0, Math.min(NAME_CHARACTERS, name.length()));
    }
}
