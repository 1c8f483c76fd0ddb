package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.finding.Severity;

/**
 * Grades what the rules found in a reading. Three kinds of evidence together are unmistakable:
 *
 * <ol>
 *   <li>SQL that a database would run, or that reads its data. Conditions between names, and clauses that only probe for
 *       columns, are not enough: traders write conditions, and prose has the words of clauses.
 *   <li>The SQL is attached to a value: the text begins with a lone value, or with the quote that ends one, and an operator
 *       or a keyword joins the rest. A condition begins with a name and a comparison, prose begins with words.
 *   <li>The text is SQL to its end: no two operands are adjacent, as the words of prose are.
 * </ol>
 */
final class SeverityRules {
    private static final Kinds CLAUSES =
            Kinds.of(UNION, WHERE, FROM, HAVING, ORDER, GROUP, LIMIT, PROCEDURE, INTO, WAITFOR, BETWEEN, COLLATE, NOT);
    /** After the quote that ends a value, these join an attack. */
    private static final Kinds OPERATORS = Kinds.of(LOGIC, PIPES, CMP, LIKE, JSON, IN, IS);

    private static final Kinds DATABASE_NAMES = Kinds.of(META, SYSVAR, NILADIC);

    private final Tokens tokens;
    private final Rule rule;
    private final boolean broken;

    private SeverityRules(Tokens tokens, Rule rule) {
        this.tokens = tokens;
        this.rule = rule;
        this.broken = tokens.isBroken();
    }

    /**
     * @param rule the rule that matched in this reading
     * @return null if the text is an ordinary note or condition
     */
    static Severity of(Tokens tokens, Rule rule) {
        ContinuationSeverity continuation = new ContinuationSeverity(tokens, rule);
        if (continuation.isUnmistakable() || new SeverityRules(tokens, rule).isUnmistakable()) {
            return Severity.UNMISTAKABLE;
        }
        return continuation.isSuspicious() ? Severity.SUSPICIOUS : null;
    }

    private boolean isUnmistakable() {
        int value = broken ? 0 : value();
        int joint = broken || value < 0 ? value + 1 : tokens.afterOperand(value);
        for (int n = 0; n < Weights.RUN && tokens.kind(joint) == RPAR; n++) {
            joint++;
        }
        boolean attached =
                broken ? tokens.isOneWordBefore(0, Weights.VALUE) && followsQuote(joint) : followsValue(value, joint);
        return attached && (rule == Rule.UNION || isSqlToItsEnd(joint));
    }

    /** Returns the value at the start of the text; the position before the first token if there is none. */
    private int value() {
        int at = tokens.afterUnary(0);
        int kind = tokens.kind(at);
        return isLiteral(kind) || isName(kind) ? at : at - 1;
    }

    /** Whether an attack is attached to a value without quotes. */
    private boolean followsValue(int value, int joint) {
        int joined = tokens.kind(joint);
        boolean lone = value >= 0 && isLiteral(tokens.kind(value));
        if (isJunction(joined)) {
            boolean certain =
                    lone || tokens.glued(joint + 2) || tokens.same(joint + 1, joint + 3); // not: five or 6 = 11
            return certain && isTautology(joint) || has(SELECT) || lone && isMoreThanCondition();
        }
        if (joined == UNION) {
            return lone || has(FROM) || has(LINE);
        }
        boolean wait = joined == WAITFOR && tokens.kind(tokens.size() - 1) == STR;
        if (joined == SEMI && rule == Rule.STATEMENT && !tokens.glued(joint + 1)) {
            return lone && (has(FROM) || has(INTO) || has(OBJECT) || has(STR) || has(LPAR) || has(CMP));
        }
        if (joined == SEMI || isArithmetic(joined) || wait) {
            return lone && isMoreThanCondition();
        }
        boolean query = has(SELECT) && (rule == Rule.UNION || has(FROM));
        boolean cut = rule == Rule.PROBE && isCut();
        return lone && (isComparison(joined) || CLAUSES.have(joined)) && (query || cut);
    }

    /** Whether an attack is attached to a value that the text's quote ends. */
    private boolean followsQuote(int joint) {
        int joined = tokens.kind(joint);
        boolean junction = isJunction(joined);
        boolean operator = OPERATORS.have(joined);
        if (!operator && !isArithmetic(joined) && !isStop(joined) && !CLAUSES.have(joined)) {
            return false;
        }
        return isMoreThanCondition()
                || switch (rule) {
                    case BOOLEAN, QUOTE_BREAK -> junction && (isTautology(joint) || isComparedToItsEnd());
                    case CUT_OFF -> operator || isCut() && tokens.from(0) > 0;
                    case PROBE -> isCut();
                    default -> false;
                };
    }

    /** Whether the rule found more than conditions and clauses. */
    private boolean isMoreThanCondition() {
        return switch (rule) {
            case BOOLEAN, QUOTE_BREAK, CUT_OFF, PROBE, QUERY -> has(SELECT) || asksDatabase();
            default -> true;
        };
    }

    /** Whether the text names a function, a variable or a table that exists only in databases. */
    private boolean asksDatabase() {
        for (int i = 0; i < tokens.size(); i++) {
            int kind = tokens.kind(i);
            boolean call = isDatabaseFunction(kind) && tokens.kind(i + 1) == LPAR;
            boolean empty = (kind == OBJECT || kind == WEAK_OBJECT) && tokens.isEmptyCall(i);
            if (call || empty || DATABASE_NAMES.have(kind)) {
                return true;
            }
        }
        return false;
    }

    /** {@code or 1=1}: values are compared with values. */
    private boolean isTautology(int junction) {
        int operand = tokens.afterUnary(junction + 1);
        if (!isLiteral(tokens.kind(operand))) {
            return false;
        }
        int at = operand + 1;
        while (tokens.kind(at) == RPAR && at < operand + Weights.RUN) {
            at++;
        }
        int operator = tokens.kind(at);
        boolean listed = operator == IN && tokens.kind(at + 1) == LPAR;
        return listed
                || operator == BETWEEN
                || operator == IS
                || isComparison(operator) && isLiteral(tokens.kind(tokens.afterUnary(at + 1)));
    }

    /** A comparison followed by an end that the surrounding statement needs: a comment, or an open string. */
    private boolean isComparedToItsEnd() {
        boolean compared = has(CMP) || has(LIKE) || has(IN) || has(IS);
        return compared && (has(LINE) || tokens.kind(tokens.size() - 1) == OPEN);
    }

    /** Whether the text ends with a comment that contains only signs. */
    private boolean isCut() {
        int at = tokens.size() - 1;
        while (at > tokens.size() - 3 && tokens.kind(at) == ARITH) {
            at--;
        }
        return tokens.kind(at) == LINE;
    }

    private boolean has(int kind) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.kind(i) == kind) {
                return true;
            }
        }
        return false;
    }

    private boolean isSqlToItsEnd(int from) {
        for (int i = from + 1; i < tokens.size() && tokens.kind(i) != LINE; i++) {
            if (isWord(tokens.kind(i)) && isOperandBefore(i) && !tokens.is(i, "end")) {
                return false;
            }
        }
        return true;
    }

    private boolean isOperandBefore(int i) {
        int before = tokens.kind(i - 1);
        boolean string = before == STR || before == QUOTED_NAME;
        boolean top = tokens.kind(i - 2) == TOP; // select top 1 name
        return isWord(before) && !top || string && tokens.kind(i + 1) != LPAR;
    }
}
