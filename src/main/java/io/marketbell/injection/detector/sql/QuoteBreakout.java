package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.Alphabet;

/**
 * Reads the text after the quote that ends the value. As long as it is a well-formed expression, it may be injected;
 * prose is not well-formed from its second word on.
 */
final class QuoteBreakout {
    /** Maximum number of tokens read of an expression. */
    private static final int LONGEST = 400;

    private final Tokens tokens;
    private final Evidence evidence;
    private int joined;
    private int compared;
    private int computed;
    private int named;
    private boolean called;

    QuoteBreakout(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    void weigh() {
        int at = 1;
        while (at < tokens.size()) {
            int kind = tokens.kind(at);
            if (TokenKind.isStop(kind) || kind == TokenKind.LBRACE) {
                break;
            }
            if (at > LONGEST) {
                goesOn();
                return;
            }
            int next = operator(at, kind);
            if (next == at) {
                clause(at, kind);
                return;
            }
            if (next < 0) {
                at = -next;
                continue; // a closing parenthesis, a cast: the operand continues
            }
            int operand = tokens.afterUnary(next);
            int found = tokens.kind(operand);
            if (found == TokenKind.SELECT || found == TokenKind.CASE && tokens.kind(operand + 1) == TokenKind.WHEN) {
                evidence.add(Rule.QUOTE_BREAK, 10);
                return;
            }
            boolean placeholder = found == TokenKind.QMARK && tokens.kind(operand + 1) == TokenKind.LINE;
            if (!tokens.isOperand(operand) && !placeholder) {
                fragment(found, operand > next);
                return;
            }
            named += TokenKind.isLiteral(found) || placeholder ? 0 : 1;
            at = tokens.afterOperand(operand);
            called |= at > operand + 2 && tokens.kind(at - 1) == TokenKind.RPAR;
            if (found == TokenKind.OPEN) {
                balanced(operand);
                return;
            }
        }
        ended(at);
    }

    /** @return the start of the operand; the same position if there is no operator; negative to continue after it */
    private int operator(int at, int kind) {
        if (TokenKind.isJunction(kind)) {
            joined++;
            return at + 1;
        }
        if (TokenKind.isComparison(kind) || kind == TokenKind.QMARK) {
            compared++;
            return tokens.is(at, "similar") && tokens.is(at + 1, "to") ? at + 2 : at + 1;
        }
        if (kind == TokenKind.NOT || kind == TokenKind.SOUNDS) {
            int negated = tokens.kind(at + 1);
            boolean whole = negated == TokenKind.LIKE || negated == TokenKind.IN || negated == TokenKind.BETWEEN;
            compared++;
            return !whole ? at : tokens.is(at + 2, "to") ? at + 3 : at + 2;
        }
        if (kind == TokenKind.IS && tokens.is(at, "notnull")) {
            compared++;
            return -(at + 1);
        }
        if (kind == TokenKind.IS || kind == TokenKind.IN || kind == TokenKind.BETWEEN) {
            compared++;
            return at + 1;
        }
        if (TokenKind.isArithmetic(kind) || kind == TokenKind.COLLATE) {
            computed++;
            return at + 1;
        }
        if (kind == TokenKind.RPAR) {
            return -(at + 1);
        }
        if (kind == TokenKind.CAST_MARK) {
            compared++;
            return -(at + 2);
        }
        if (kind == TokenKind.STR && at == 1 && tokens.glued(at)) {
            return -(at + 1);
        }
        return at;
    }

    /** The expression is too long to occur by chance, so its end is assumed to be an attack. */
    private void goesOn() {
        boolean cut = false;
        for (int i = tokens.size() - 8; i < tokens.size(); i++) {
            cut |= tokens.kind(i) == TokenKind.LINE;
        }
        int operators = joined + compared + computed;
        boolean meant = joined > 0 && (compared > 0 || named == 0);
        evidence.add(Rule.QUOTE_BREAK, operators == 0 ? 0 : meant ? 10 : compared > 0 ? 5 : 3);
        evidence.add(Rule.CUT_OFF, cut && operators > 0 ? 10 : 0);
    }

    private void clause(int at, int kind) {
        boolean first = at <= 2;
        switch (kind) {
            case TokenKind.UNION -> evidence.add(Rule.UNION, tokens.kind(at + 1) == TokenKind.END ? 4 : 0);
            case TokenKind.COMMA ->
                evidence.add(Rule.QUOTE_BREAK, first && tokens.kind(at + 1) == TokenKind.LPAR ? 3 : 0);
            case TokenKind.INTO -> evidence.add(Rule.QUOTE_BREAK, TokenKind.isName(tokens.kind(at + 1)) ? 3 : 0);
            default -> evidence.add(Rule.QUOTE_BREAK, joined > 0 && compared > 0 ? 5 : 0);
        }
    }

    /** The text ends within an expression: two parameters may form the whole. */
    private void fragment(int found, boolean unary) {
        int operators = joined + compared + computed;
        boolean cut = found == TokenKind.LINE;
        evidence.add(
                Rule.QUOTE_BREAK,
                found == TokenKind.END && operators > 1 ? 7 : cut && operators > 1 ? 8 : unary ? 2 : 0);
    }

    /** The last string is left open, so that the quote in the surrounding statement ends it. */
    private void balanced(int last) {
        int length = tokens.length(last);
        boolean other = tokens.first(last) != tokens.first(0);
        if (other && (length > 4 || joined + compared == 0) || length > 25) {
            return; // not the quote that was broken out of, or more than an attack leaves after it
        }
        int place = tokens.from(0);
        boolean quoted = length == 1
                && !(place == 0 && tokens.first(0) == '\'')
                && joined + compared + computed == 1
                && (place == 0 || tokens.before(0) == ' ');
        if (quoted) {
            evidence.add(Rule.QUOTE_BREAK, 3); // a word in quotes
            return;
        }
        char inside = length > 1 ? tokens.behindFirst(last, 1) : 0;
        boolean prose = inside == ' ' && length > 3;
        evidence.add(Rule.QUOTE_BREAK, prose ? joined > 0 && compared > 0 ? 6 : 3 : 10);
    }

    private void ended(int at) {
        int kind = tokens.kind(at);
        boolean cut = kind == TokenKind.LINE || kind == TokenKind.SEMI && tokens.kind(at + 1) == TokenKind.LINE;
        int comment = kind == TokenKind.SEMI ? at + 1 : at;
        int operators = joined + compared + computed;
        if (cut) {
            int tail = tokens.textLength() - tokens.to(comment);
            boolean silent = tail <= 16 || tokens.size() - comment <= 4;
            if (tokens.first(comment) == '#' && tokens.glued(comment + 1) && operators == 0) {
                evidence.add(Rule.CUT_OFF, 3); // a number sign
                return;
            }
            boolean meant = joined + compared > 0 && (joined + compared > 1 || named == 0);
            evidence.add(
                    Rule.CUT_OFF,
                    operators > 0 ? meant || silent ? 10 : 5 : silent && isClose(comment) ? 10 : silent ? 7 : 3);
        } else if (operators > 0 && kind != TokenKind.LBRACE) {
            boolean telling = joined > 0 && compared > 0;
            boolean measure = Alphabet.isDigit(tokens.before(0)); // 6' or 7
            if (kind == TokenKind.END && joined > 0 && named == 0 && compared + computed == 0 && !measure) {
                evidence.add(Rule.QUOTE_BREAK, 10);
            }
            evidence.add(
                    Rule.QUOTE_BREAK,
                    telling
                            ? named == 0 ? 10 : 8
                            : kind == TokenKind.SEMI && joined > 0 && (called || named == 0)
                                    ? 10
                                    : compared > 0 && kind == TokenKind.SEMI ? 6 : compared > 0 ? 5 : 3);
        }
    }

    /** Whether the hash is close to the quote; farther away it is more often a number sign. */
    private boolean isClose(int comment) {
        return tokens.first(comment) != '#' || tokens.from(0) > 0 && tokens.before(0) != ' ';
    }
}
