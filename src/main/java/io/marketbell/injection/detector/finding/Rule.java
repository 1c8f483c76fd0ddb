package io.marketbell.injection.detector.finding;

import java.util.Locale;

/** The rule that matched an attack. For the log and the counters; responses name the place only. */
public enum Rule {
    /** A second query is appended with UNION. */
    UNION,
    /** A query inside a value. */
    QUERY,
    /** AND, OR and similar operators append a comparison that no filter of this application needs. */
    BOOLEAN,
    /** A quote ends the value, and an expression follows. */
    QUOTE_BREAK,
    /** A comment cuts off the rest of the statement. */
    CUT_OFF,
    /** A separate statement. */
    STATEMENT,
    /** ORDER BY, GROUP BY, HAVING or LIMIT used to probe for columns. */
    PROBE,
    /** A function that waits, reads files, or puts data into error messages. */
    FUNCTION,
    /** Names of system tables and variables of databases. */
    METADATA,
    /** Text hidden as character codes. */
    ENCODED_TEXT,
    /** Comments in place of spaces, comments that only one database executes, or keywords in MiXeD case. */
    DISGUISE,
    /** Casts and operators that exist only in databases. */
    CAST,
    /** Dot segments that lead out of a directory. */
    DOT_SEGMENTS,
    /** The name of a sensitive file. */
    SENSITIVE_FILE,
    /** A path from the root of a file system, of a drive or of a home directory. */
    ABSOLUTE_PATH,
    /** A scheme or a share that reads from another place. */
    FOREIGN_PATH,
    /** A character in an overlong encoding. */
    OVERLONG,
    /** A NUL, or in a URL any control character. */
    CONTROL,
    /** In a URL: a percent sign without its two digits, or invalid UTF-8. */
    MALFORMED_ESCAPE,
    /** Escapes nested three levels deep. */
    NESTED_ESCAPES;

    /** The name in counters and log lines. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
