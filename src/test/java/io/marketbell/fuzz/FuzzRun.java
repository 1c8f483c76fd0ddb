package io.marketbell.fuzz;

import io.marketbell.fuzz.FuzzTargets.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs each target in a process of Jazzer and prints its executions per second. The exit code is 1 if one found a fault.
 * Arguments: the seconds for each target; optionally the name of one target.
 */
public final class FuzzRun {
    private static final Path OUTPUT = Path.of("target/fuzz");
    private static final String STATISTIC = "stat::";

    private FuzzRun() {}

    public static void main(String[] args) throws Exception {
        boolean sound = true;
        for (FuzzTarget target : FuzzTargets.ALL) {
            if (args.length < 2 || args[1].equals(target.name())) {
                sound &= run(target, Integer.parseInt(args[0]));
            }
        }
        System.exit(sound ? 0 : 1);
    }

    /** Returns whether the process ended without a find. */
    private static boolean run(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(OUTPUT.resolve(target.name()));
        Path log = OUTPUT.resolve(target.name() + ".log");
        Process process = new ProcessBuilder(command(target, corpus, seconds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean sound = process.waitFor() == 0;
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        System.out.printf(
                "%-14s %10s executions, %7s a second%s%n",
                target.name(),
                statistic(output, "number_of_executed_units"),
                statistic(output, "average_exec_per_sec"),
                sound ? "" : "; FAILED, see " + log);
        if (!sound) {
            output.lines().filter(line -> !line.startsWith("INFO")).limit(40).forEach(System.out::println);
        }
        return sound;
    }

    private static List<String> command(FuzzTarget target, Path corpus, int seconds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer"));
        command.addAll(List.of(
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=io.marketbell.**:org.jose4j.**:org.eclipse.parsson.**",
                "--custom_hook_includes=io.marketbell.**",
                "--reproducer_path=" + OUTPUT,
                "-artifact_prefix=" + OUTPUT + "/",
                "-max_total_time=" + seconds,
                "-timeout=60",
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                "-verbosity=0",
                corpus.toString(),
                target.seeds().toString()));
        return command;
    }

    private static String statistic(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(STATISTIC + name))
                .map(line -> line.substring(line.indexOf(':', STATISTIC.length()) + 1)
                        .strip())
                .findFirst()
                .orElse("?");
    }
}
