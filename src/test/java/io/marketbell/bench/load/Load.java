package io.marketbell.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The command of the load generator; docs/explanation/performance.md describes its use. */
public final class Load {
    private Load() {}

    public static void main(String... arguments) throws Exception {
        if (arguments.length == 1 && arguments[0].matches("--help|-h")) {
            System.out.print(Options.help());
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println(run(options, System.out).markdown());
    }

    /** Runs the scenario of the options and writes its report to the configured file. */
    static RunReport run(Options options, PrintStream out) throws IOException, InterruptedException {
        RunReport runReport = switch (options.text("mode")) {
            case "push" -> new Push(options, out).run();
            case "storm" -> new ConnectionStorm(options, out).run();
            case "acks" -> new Throughput(options, out).acks();
            case "durable-rest" -> new Throughput(options, out).durable();
            case "empty" -> new Throughput(options, out).empty();
            default -> throw new IllegalArgumentException("no such mode: " + options.text("mode"));
        };
        runReport.write(Path.of(options.text("report")));
        return runReport;
    }
}
