package io.marketbell.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time and memory of a process, from /proc: proc(5). */
final class ProcessWatch {
    /** Linux uses hundredths of a second on all platforms that Java supports. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int RESIDENT_PAGES = 21;
    private static final int PAGE = 4096;

    record Reading(double cpuSeconds, long residentBytes) {}

    private final long pid;

    ProcessWatch(long pid) {
        this.pid = pid;
    }

    /** Null if there is no such process, or no /proc. */
    Reading read() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the second field, the name, may contain blanks and parentheses
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[USER_TIME + 1]);
            return new Reading(ticks / TICKS_PER_SECOND, Long.parseLong(fields[RESIDENT_PAGES]) * PAGE);
        } catch (IOException e) {
            return null;
        }
    }
}
