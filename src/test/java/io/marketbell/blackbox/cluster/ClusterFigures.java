package io.marketbell.blackbox.cluster;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Measures several nodes: {@code mvn -Pbench -Dbench=cluster}, after the server was built by {@code mvn package -DskipTests
 * liberty:create liberty:install-feature liberty:deploy} or any {@code mvn verify}. Arguments select measurements.
 */
public final class ClusterFigures {
    private static final Map<String, String> PROPERTIES = Map.of(
            "marketbell.it.wlp", "target/liberty/wlp",
            "marketbell.it.directory", "target/it",
            "marketbell.it.http.port", "19280",
            "marketbell.it.https.port", "19281",
            "marketbell.it.cluster.mode", "redis");

    private ClusterFigures() {}

    public static void main(String... arguments) throws Exception {
        PROPERTIES.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
        List<String> selected = arguments.length == 0 ? List.of("latency", "away", "kill") : Arrays.asList(arguments);
        PrintStream out = System.out;
        if (selected.contains("latency")) {
            new AddedLatency(out).measure();
        }
        if (selected.contains("away")) {
            new PublishingWithoutRedis(out).measure();
        }
        if (selected.contains("kill")) {
            new Failover(out).measure();
        }
        System.exit(0);
    }
}
