package io.marketbell.injection.detector.sql;

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
    /** Maximum length of a value that a quote ends. */
    private static final int VALUE_LENGTH = 40;

    private static final int PARENTHESES = 8;

    private final Tokens tokens;
    private final Rule rule;
    private final boolean broken;

    private SeverityRules(Tokens tokens, Rule rule) {
        this.tokens = tokens;
        this.rule = rule;
        this.broken = tokens.isBroken();
    }

    /** @param rule the rule that matched in this reading */
    static Severity of(Tokens tokens, Rule rule) {
        return new SeverityRules(tokens, rule).isUnmistakable() ? Severity.UNMISTAKABLE : Severity.SUSPICIOUS;
    }

    private boolean isUnmistakable() {
        int value = broken ? 0 : value();
        int joint = broken || value < 0 ? value + 1 : tokens.afterOperand(value);
        for (int n = 0; n < PARENTHESES && tokens.kind(joint) == TokenKind.RPAR; n++) {
            joint++;
        }
        boolean attached =
                broken ? tokens.isOneWordBefore(0, VALUE_LENGTH) && followsQuote(joint) : followsValue(value, joint);
        return attached && (rule == Rule.UNION || isSqlToItsEnd(joint));
    }

    /** Returns the value at the start of the text; the position before the first token if there is none. */
    private int value() {
        int at = tokens.afterUnary(0);
        int kind = tokens.kind(at);
        return TokenKind.isLiteral(kind) || TokenKind.isName(kind) ? at : at - 1;
    }

    /** Whether an attack is attached to a value without quotes. */
    private boolean followsValue(int value, int joint) {
        int joined = tokens.kind(joint);
        boolean lone = value >= 0 && TokenKind.isLiteral(tokens.kind(value));
        if (TokenKind.isJunction(joined)) {
            return isTautology(joint) || has(TokenKind.SELECT) || lone && isMoreThanCondition();
        }
        if (joined == TokenKind.UNION) {
            return lone || has(TokenKind.FROM) || has(TokenKind.LINE);
        }
        boolean wait = joined == TokenKind.WAITFOR && tokens.kind(tokens.size() - 1) == TokenKind.STR;
        if (joined == TokenKind.SEMI || TokenKind.isArithmetic(joined) || wait) {
            return lone && isMoreThanCondition();
        }
        boolean query = has(TokenKind.SELECT) && (rule == Rule.UNION || has(TokenKind.FROM));
        boolean cut = rule == Rule.PROBE && isCut();
        return lone && (TokenKind.isComparison(joined) || isClause(joined)) && (query || cut);
    }

    /** Whether an attack is attached to a value that the text's quote ends. */
    private boolean followsQuote(int joint) {
        int joined = tokens.kind(joint);
        boolean junction = TokenKind.isJunction(joined);
        boolean operator =
                junction || TokenKind.isComparison(joined) || joined == TokenKind.IN || joined == TokenKind.IS;
        if (!operator && !TokenKind.isArithmetic(joined) && !TokenKind.isStop(joined) && !isClause(joined)) {
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
            case BOOLEAN, QUOTE_BREAK, CUT_OFF, PROBE, QUERY -> has(TokenKind.SELECT) || asksDatabase();
            default -> true;
        };
    }

    /** Whether the text names a function, a variable or a table that exists only in databases. */
    private boolean asksDatabase() {
        for (int i = 0; i < tokens.size(); i++) {
            int kind = tokens.kind(i);
            boolean call = tokens.kind(i + 1) == TokenKind.LPAR;
            boolean called = kind == TokenKind.SURE || kind == TokenKind.TELLING;
            boolean empty = (kind == TokenKind.OBJECT || kind == TokenKind.WEAK_OBJECT) && tokens.isEmptyCall(i);
            boolean own = kind == TokenKind.META || kind == TokenKind.SYSVAR || kind == TokenKind.NILADIC;
            if (own || empty || called && call) {
                return true;
            }
        }
        return false;
    }

    /** {@code or 1=1}: values are compared with values. */
    private boolean isTautology(int junction) {
        int operand = tokens.afterUnary(junction + 1);
        if (!TokenKind.isLiteral(tokens.kind(operand))) {
            return false;
        }
        int at = operand + 1;
        while (tokens.kind(at) == TokenKind.RPAR && at < operand + PARENTHESES) {
            at++;
        }
        int operator = tokens.kind(at);
        boolean listed = operator == TokenKind.IN && tokens.kind(at + 1) == TokenKind.LPAR;
        return listed
                || operator == TokenKind.BETWEEN
                || operator == TokenKind.IS
                || TokenKind.isComparison(operator) && TokenKind.isLiteral(tokens.kind(tokens.afterUnary(at + 1)));
    }

    /** A comparison followed by an end that the surrounding statement needs: a comment, or an open string. */
    private boolean isComparedToItsEnd() {
        boolean compared = has(TokenKind.CMP) || has(TokenKind.LIKE) || has(TokenKind.IN) || has(TokenKind.IS);
        return compared && (has(TokenKind.LINE) || tokens.kind(tokens.size() - 1) == TokenKind.OPEN);
    }

    /** Whether the text ends with a comment that contains only signs. */
    private boolean isCut() {
        int at = tokens.size() - 1;
        while (at > tokens.size() - 3 && tokens.kind(at) == TokenKind.ARITH) {
            at--;
        }
        return tokens.kind(at) == TokenKind.LINE;
    }

    private static boolean isClause(int kind) {
        return switch (kind) {
            case TokenKind.UNION,
                    TokenKind.WHERE,
                    TokenKind.FROM,
                    TokenKind.HAVING,
                    TokenKind.ORDER,
                    TokenKind.GROUP,
                    TokenKind.LIMIT -> true;
            case TokenKind.PROCEDURE,
                    TokenKind.INTO,
                    TokenKind.WAITFOR,
                    TokenKind.BETWEEN,
                    TokenKind.COLLATE,
                    TokenKind.NOT -> true;
            default -> false;
        };
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
        for (int i = from + 1; i < tokens.size() && tokens.kind(i) != TokenKind.LINE; i++) {
            if (TokenKind.isWord(tokens.kind(i)) && isOperandBefore(i) && !tokens.is(i, "end")) {
                return false;
            }
        }
        return true;
    }

    private boolean isOperandBefore(int i) {
        int before = tokens.kind(i - 1);
        boolean string = before == TokenKind.STR || before == TokenKind.QUOTED_NAME;
        boolean top = tokens.kind(i - 2) == TokenKind.TOP; // select top 1 name
        return TokenKind.isWord(before) && !top || string && tokens.kind(i + 1) != TokenKind.LPAR;
    }
}
