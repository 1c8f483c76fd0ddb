package io.marketbell.http.query;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parses query parameters that are integers. A number out of range is rejected, never replaced by the nearest one. */
public final class QueryNumber {
    /** {@link Long#parseLong} also accepts a plus sign and the digits of other scripts. */
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private QueryNumber() {}

    /**
     * @param text the value; null if the parameter is absent
     * @throws ProblemException 400 if the value is not an integer of this range
     */
    public static long of(String name, String text, long absent, long least, long most) {
        List<Problem.Flaw> flaws = new ArrayList<>(0);
        long number = of(name, text, absent, least, most, flaws);
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(flaws));
        }
        return number;
    }

    /** Adds a fault to the list instead of throwing, and returns the value of an absent parameter then. */
    public static long of(String name, String text, long absent, long least, long most, List<Problem.Flaw> flaws) {
        if (text == null) {
            return absent;
        }
        if (INTEGER.matcher(text).matches()) {
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // reported below, like a number that is out of range
            }
        }
        String range = most == Long.MAX_VALUE ? "not less than " + least : "from " + least + " to " + most;
        flaws.add(new Problem.Flaw(name, "must be an integer " + range));
        return absent;
    }
}
