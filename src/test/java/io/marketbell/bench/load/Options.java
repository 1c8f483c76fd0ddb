package io.marketbell.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line: {@code --name value} pairs, all with a default. */
final class Options {

    private record Known(String name, String fallback, String meaning) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "mode",
                    "push",
                    "push: clients receive notifications; storm: clients connect and disconnect in rounds; durable-rest, acks, empty: requests as fast as possible"),
            new Known("target", "http://127.0.0.1:9080", "URL of the server"),
            new Known("seed", "1", "seed of prices, masks and the choice of instruments"),
            new Known("duration", "20", "measured seconds"),
            new Known("warm-up", "5", "seconds of the same load before the measurement"),
            new Known("report", "target/load", "directory for report.md and report.json"),
            new Known("title", "", "title of the report"),
            new Known("server-pid", "0", "process id of the server, to report its CPU and memory"),
            new Known("threads", "1", "push: reading threads (1 or 2)"),
            new Known("clients", "100", "push: number of reading connections"),
            new Known("connect-rate", "1000", "push: connections opened per second"),
            new Known("stalled", "0", "push: additional connections that stop reading after subscribing"),
            new Known("slow", "0", "push: additional connections that read slowly"),
            new Known("slow-bytes", "2000", "push: bytes per second that a slow connection reads"),
            new Known(
                    "laggard-buffer",
                    "8192",
                    "push: receive buffer of stalled and slow connections in bytes; 0: the system's default"),
            new Known("users", "alice", "users of the connections, assigned in turn"),
            new Known("keys", "mb_dev_alice", "their API keys, in the same order"),
            new Known(
                    "create-users", "0", "number of users load-0, load-1 … to create over REST, instead of the above"),
            new Known("admin-key", "mb_dev_admin", "API key that creates them"),
            new Known("publisher-key", "mb_dev_publisher", "API key that publishes"),
            new Known("types", "", "types to subscribe to; empty: all"),
            new Known("instruments", "1000", "number of instruments: I0000, I0001 …"),
            new Known(
                    "instruments-per-client", "20", "number of instruments that each connection subscribes to; 0: all"),
            new Known("sources", "0", "source addresses 127.0.0.x; 0: one for each 20,000 connections"),
            new Known("publisher", "rest", "rest, or none: another program publishes"),
            new Known("prices", "100", "PRICE_UPDATE (LOW) per second, over all instruments in turn"),
            new Known("fills", "0", "ORDER_FILLED (CRITICAL) per second, to the users in turn"),
            new Known("notice-every", "0", "milliseconds between CRITICAL SYSTEM_NOTICEs; 0: none"),
            new Known("array", "10", "items per request"),
            new Known(
                    "connections",
                    "4",
                    "connections that publish prices or fills, or send the requests of other modes"),
            new Known("ndjson", "false", "publish as application/x-ndjson"),
            new Known("stamp", "scheduled", "time in the notification: scheduled (when it was due) or sent"),
            new Known("idempotency", "false", "durable-rest: an idempotency key on each item"),
            new Known("path", "/health/live", "empty: path to GET"),
            new Known(
                    "against", "", "durable-rest: a path to compare with, by GET requests in alternation; empty: none"),
            new Known("rival", "", "durable-rest, empty: another server to compare with, in alternation; empty: none"),
            new Known("rival-pid", "0", "process id of that server, to report its processor time per request"),
            new Known(
                    "rounds",
                    "1",
                    "durable-rest, empty: number of rounds, of which medians are reported; storm: rounds of connections"));

    private final Map<String, String> given = new LinkedHashMap<>();

    private Options() {}

    /** @throws IllegalArgumentException if an option is unknown; the message names it */
    static Options parse(String... arguments) {
        Options options = new Options();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : arguments[i];
            if (KNOWN.stream().noneMatch(known -> known.name().equals(name))) {
                throw new IllegalArgumentException("no such option: " + arguments[i] + "; --help lists them");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            options.given.put(name, arguments[i + 1]);
        }
        return options;
    }

    static String help() {
        StringBuilder help = new StringBuilder("Options, each followed by a value:\n");
        for (Known known : KNOWN) {
            help.append("  --%-24s %s [%s]%n".formatted(known.name(), known.meaning(), known.fallback()));
        }
        return help.toString();
    }

    String text(String name) {
        return given.getOrDefault(
                name,
                KNOWN.stream()
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .fallback());
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    double decimal(String name) {
        return Double.parseDouble(text(name));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    List<String> list(String name) {
        List<String> list = new ArrayList<>();
        for (String part : text(name).split(",")) {
            if (!part.isBlank()) {
                list.add(part.trim());
            }
        }
        return list;
    }

    /** The given options for the report, without secrets. */
    Map<String, String> given() {
        Map<String, String> shown = new LinkedHashMap<>(given);
        shown.keySet().removeIf(name -> name.equals("keys") || name.endsWith("-key"));
        return shown;
    }
}
