package io.marketbell.injection.detector;

import java.util.Locale;

/** The rule that found an attack. For the log and the counters; responses name the place only. */
public enum Rule {
    /** A second query is joined on. */
    UNION,
    /** A query inside of a value. */
    QUERY,
    /** AND, OR and their like join a comparison on that no filter of ours needs. */
    BOOLEAN,
    /** A quote ends the value, and what follows reads on as an expression. */
    QUOTE_BREAK,
    /** A comment cuts off the rest of the statement. */
    CUT_OFF,
    /** A statement of its own. */
    STATEMENT,
    /** ORDER BY, GROUP BY, HAVING, LIMIT used to feel for columns. */
    PROBE,
    /** A function that waits, reads files, or makes an error speak. */
    FUNCTION,
    /** Names of the database's own tables and variables. */
    METADATA,
    /** Text hidden as character codes. */
    ENCODED_TEXT,
    /** Comments in place of spaces, or that only one database reads; keywords in MiXeD case. */
    DISGUISE,
    /** Casts and operators that only a database has. */
    CAST,
    /** Segments of dots that lead out of a directory. */
    DOT_SEGMENTS,
    /** A file that concerns nobody outside. */
    SENSITIVE_FILE,
    /** A scheme or a share that reads from elsewhere. */
    FOREIGN_PATH,
    /** A character written in more bytes than it needs. */
    OVERLONG,
    /** A NUL, or in a URL any control character. */
    CONTROL,
    /** In a URL: a percent sign without its two digits, or bytes that are no UTF-8. */
    MALFORMED_ESCAPE,
    /** Escapes in escapes in escapes. */
    NESTED_ESCAPES;

    /** As counters and log lines name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
