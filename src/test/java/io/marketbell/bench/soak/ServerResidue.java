package io.marketbell.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resources of a server process without connections: live objects by class after a full collection, threads, file
 * descriptors and direct memory. The number of objects of a class reveals the entries of any table that contains them.
 *
 * @param resources threads, descriptors and direct memory in KiB, by name
 * @param objects live instances of the product's classes and of direct buffers
 */
record ServerResidue(Map<String, Long> resources, Map<String, Long> objects) {
    /** Growth within this share of the start value is ignored: caches fill and pools vary. */
    private static final double SHARE = 0.05;

    /** The pool of database connections may use up to 40 descriptors, or none after an outage. */
    private static final Map<String, Long> SLACK =
            Map.of("threads", 10L, "descriptors", 40L, "direct memory KiB", 8_192L);

    private static final long OBJECTS_SLACK = 100;

    /**
     * Objects bounded by other means than the end of connections. {@code EventCounts}: one for each ten seconds of the
     * last six hours. Direct buffers: the server keeps pools of small ones for each of its threads, which fill with
     * concurrency; their size is compared as direct memory.
     */
    private static final Map<String, Long> OBJECTS_SLACK_OF =
            Map.of("io.marketbell.health.watch.EventCounts", 2_200L, "java.nio.DirectByteBuffer", 1_000L);

    private static final Pattern OBJECTS = Pattern.compile(
            "\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(io\\.marketbell\\.\\S+|java\\.nio\\.DirectByteBuffer)( .*)?");
    private static final Pattern DIRECT = Pattern.compile("Other \\(reserved=(\\d+)KB");

    static ServerResidue of(long pid) {
        jcmd(pid, "GC.run");
        Map<String, Long> objects = new TreeMap<>();
        jcmd(pid, "GC.class_histogram")
                .lines()
                .map(OBJECTS::matcher)
                .filter(Matcher::matches)
                .forEach(line -> objects.put(line.group(2), Long.parseLong(line.group(1))));
        if (objects.isEmpty()) {
            throw new IllegalStateException("no objects of the product in the server's histogram");
        }
        Map<String, Long> resources = new TreeMap<>();
        resources.put("threads", entries("/proc/" + pid + "/task"));
        resources.put("descriptors", entries("/proc/" + pid + "/fd"));
        System.out.println("descriptors by kind: " + descriptors(pid));
        Matcher direct = DIRECT.matcher(jcmd(pid, "VM.native_memory"));
        if (!direct.find()) {
            throw new IllegalStateException("the server was started without -XX:NativeMemoryTracking=summary");
        }
        resources.put("direct memory KiB", Long.parseLong(direct.group(1)));
        return new ServerResidue(resources, objects);
    }

    /** The stacks of all threads of the server. */
    static String threads(long pid) {
        return jcmd(pid, "Thread.print");
    }

    /** The resources that have grown since then by more than the tolerance, one line each. */
    List<String> grownSince(ServerResidue start) {
        List<String> grown = new ArrayList<>();
        resources.forEach((name, now) -> compare(name, start.resources.get(name), now, SLACK.get(name), grown));
        objects.forEach((name, now) -> compare(
                name,
                start.objects.getOrDefault(name, 0L),
                now,
                OBJECTS_SLACK_OF.getOrDefault(name, OBJECTS_SLACK),
                grown));
        return grown;
    }

    private static void compare(String name, long before, long now, long slack, List<String> grown) {
        if (now > before * (1 + SHARE) + slack) {
            grown.add(name + ": " + before + " at the start, " + now + " at the end");
        }
    }

    /** The number of open descriptors by kind, to find the cause of growth: sockets, selectors, JAR files and others. */
    private static Map<String, Long> descriptors(long pid) {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return entries.map(ServerResidue::kind)
                    .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/") ? target.replaceFirst(".*[/.]", "") : target.replaceFirst("\\d+", "");
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private static long entries(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(long pid, String command) {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
