package io.marketbell.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds log records of the product's loggers that have a stack trace; those of the server itself are ignored. */
final class StackTraces {
    private static final Pattern RECORD = Pattern.compile("\\[[^]]+] [0-9a-f]{8} (\\S+) +[A-Z] .*");

    private StackTraces() {}

    /** The first line of each such record. */
    static List<String> loggedByTheProduct(String log) {
        List<String> found = new ArrayList<>();
        String record = "";
        boolean counted = true;
        for (String line : log.split("\n")) {
            Matcher matcher = RECORD.matcher(line);
            if (matcher.matches()) {
                record = line;
                counted = !matcher.group(1).startsWith("io.marketbell.");
            } else if (!counted && line.startsWith("\tat ")) {
                found.add(record);
                counted = true;
            }
        }
        return found;
    }
}
