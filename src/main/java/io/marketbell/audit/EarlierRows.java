package io.marketbell.audit;

import io.marketbell.database.Sql;
import java.sql.SQLException;

/** Rows of releases before schema version 82, which contain names of users. They are not part of a chain. */
final class EarlierRows {
    private static final String LIMIT = "rate_limit:user:";
    private static final String UNCHAINED = " AND chain_node IS NULL";

    private EarlierRows() {}

    /** Replaces the name in all places where those releases wrote it. Returns the number of changes. */
    static int replace(Sql sql, String user, String pseudonym) throws SQLException {
        return sql.update("UPDATE audit SET who = ? WHERE who = ?" + UNCHAINED, pseudonym, user)
                + sql.update(
                        "UPDATE audit SET target = ? WHERE target = ?" + UNCHAINED, LIMIT + pseudonym, LIMIT + user)
                + replaceText(sql, "detail", "for " + user + " as ", "for " + pseudonym + " as ", "")
                + replaceText(
                        sql, "target", "recipient=" + user + "]", "recipient=" + pseudonym + "]", "dead_letters %");
    }

    private static int replaceText(Sql sql, String column, String text, String other, String before)
            throws SQLException {
        String pattern = before + text.replaceAll("([!%_])", "!$1") + '%';
        return sql.update(
                "UPDATE audit SET " + column + " = REPLACE(" + column + ", ?, ?) WHERE " + column + " LIKE ? ESCAPE '!'"
                        + UNCHAINED,
                text,
                other,
                pattern);
    }
}
