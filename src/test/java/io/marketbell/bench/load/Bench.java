package io.marketbell.bench.load;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;

/** The main class of {@code mvn -Pbench}: runs a benchmark by its short name, or any main class by its full name. */
public final class Bench {
    private static final Map<String, String> NAMES = Map.of(
            "load", "io.marketbell.bench.load.Load",
            "tape", "io.marketbell.testkit.tape.TapeReplay",
            "firehose", "io.marketbell.bench.load.Firehose",
            "soak", "io.marketbell.bench.soak.Soak",
            "cluster", "io.marketbell.blackbox.cluster.ClusterFigures",
            "shared-log", "io.marketbell.journal.log.SharedLogBenchmark",
            "redis-cost", "io.marketbell.delivery.bus.RedisCostBenchmark",
            "jmh", "org.openjdk.jmh.Main");

    private Bench() {}

    public static void main(String... arguments) throws Throwable {
        if (arguments.length == 0) {
            System.err.println(
                    "select a benchmark: -Dbench=load, soak, tape, firehose, cluster, shared-log, redis-cost, scanner, jmh, or a main class");
            System.exit(2);
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        String name = arguments[0];
        if (name.equals("scanner")) {
            name = "jmh";
            rest = new String[] {NotificationScannerBenchmark.class.getSimpleName()};
        }
        try {
            Class.forName(NAMES.getOrDefault(name, name))
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
