package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.Alphabet;

/**
 * Reads the text after the quote that ends the value. As long as it is a well-formed expression, it may be injected;
 * prose is not well-formed from its second word on.
 */
final class QuoteBreakout {
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

    private void broken(boolean found, int weight) {
        evidence.addIf(found, Rule.QUOTE_BREAK, weight);
    }

    private int operators() {
        return joined + compared + computed;
    }

    void weigh() {
        int at = 1;
        while (at < tokens.size()) {
            int kind = tokens.kind(at);
            if (isStop(kind) || kind == LBRACE) {
                break;
            }
            if (at > LIST) {
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
            int after = tokens.kind(operand + 1);
            if (found == SELECT || found == CASE && after == WHEN) {
                broken(true, CERTAIN);
                return;
            }
            boolean placeholder = found == QMARK && after == LINE;
            if (!tokens.isOperand(operand) && !placeholder) {
                fragment(found, operand > next);
                return;
            }
            named += isLiteral(found) || placeholder ? 0 : 1;
            at = tokens.afterOperand(operand);
            called |= at > operand + 2 && tokens.kind(at - 1) == RPAR;
            if (found == OPEN) {
                balanced(operand);
                return;
            }
        }
        ended(at, tokens.kind(at));
    }

    /** @return the start of the operand; the same position if there is no operator; negative to continue after it */
    private int operator(int at, int kind) {
        switch (kind) {
            case LOGIC, PIPES -> {
                joined++;
                return at + 1;
            }
            case CMP, LIKE, JSON, QMARK -> {
                compared++;
                return tokens.is(at, "similar") && tokens.is(at + 1, "to") ? at + 2 : at + 1;
            }
            case NOT, SOUNDS -> {
                compared++;
                int negated = tokens.kind(at + 1);
                boolean whole = negated == LIKE || negated == IN || negated == BETWEEN;
                int operand = tokens.is(at + 2, "to") ? at + 3 : at + 2;
                return whole ? operand : at;
            }
            case IS, IN, BETWEEN -> {
                compared++;
                return tokens.is(at, "notnull") ? -(at + 1) : at + 1;
            }
            case ARITH, STAR, WORD_ARITH, COLLATE -> {
                computed++;
                return at + 1;
            }
            case CAST_MARK -> {
                compared++;
                return -(at + 2);
            }
            case RPAR -> {
                return -(at + 1);
            }
            default -> {
                return kind == STR && at == 1 && tokens.glued(at) ? -(at + 1) : at;
            }
        }
    }

    /** The expression is too long to occur by chance, so its end is assumed to be an attack. */
    private void goesOn() {
        if (operators() == 0) {
            return;
        }
        broken(true, compared > 0 ? HALF : WEAK);
        broken(joined > 0 && (compared > 0 || named == 0), CERTAIN);
        for (int i = tokens.size() - RUN; i < tokens.size(); i++) {
            evidence.addIf(tokens.kind(i) == LINE, Rule.CUT_OFF, CERTAIN);
        }
    }

    private void clause(int at, int kind) {
        int next = tokens.kind(at + 1);
        switch (kind) {
            case UNION -> evidence.addIf(next == END, Rule.UNION, POSSIBLE);
            case COMMA -> broken(at <= 2 && next == LPAR, WEAK);
            case INTO -> broken(isName(next), WEAK);
            default -> broken(joined > 0 && compared > 0, HALF);
        }
    }

    /** The text ends within an expression: two parameters may form the whole. */
    private void fragment(int found, boolean unary) {
        broken(unary, HINT);
        broken(found == END && operators() > 1, LIKELY);
        broken(found == LINE && operators() > 1, STRONG);
    }

    /** The last string is left open, so that the quote in the surrounding statement ends it. */
    private void balanced(int last) {
        int length = tokens.length(last);
        boolean other = tokens.first(last) != tokens.first(0);
        if (other && (length > BRIEF || joined + compared == 0) || length > OPEN_STRING) {
            return; // not the quote that was broken out of, or more than an attack leaves after it
        }
        int place = tokens.from(0);
        boolean quoted = length == 1
                && !(place == 0 && tokens.first(0) == '\'')
                && operators() == 1
                && (place == 0 || tokens.before(0) == ' ');
        boolean prose = length > 3 && tokens.behindFirst(last, 1) == ' ';
        if (quoted || prose) {
            broken(true, WEAK); // a word in quotes
            broken(!quoted && joined > 0 && compared > 0, PROBABLE);
        } else {
            broken(true, CERTAIN);
        }
    }

    private void ended(int at, int kind) {
        int comment = kind == SEMI ? at + 1 : at;
        if (kind == LINE || kind == SEMI && tokens.kind(comment) == LINE) {
            cut(comment);
        } else if (operators() > 0 && kind != LBRACE) {
            boolean condition = joined > 0 && compared > 0;
            boolean whole = kind == SEMI && joined > 0 && (called || named == 0);
            boolean measure = Alphabet.isDigit(tokens.before(0)); // 6' or 7
            boolean values = kind == END && joined > 0 && named == 0 && compared + computed == 0 && !measure;
            broken(true, compared > 0 ? HALF : WEAK);
            broken(compared > 0 && kind == SEMI, PROBABLE);
            broken(condition, STRONG);
            broken(values || (condition ? named == 0 : whole), CERTAIN);
        }
    }

    /** A comment follows the quote or the expression. */
    private void cut(int comment) {
        boolean hash = tokens.first(comment) == '#';
        int tail = tokens.textLength() - tokens.to(comment);
        boolean silent = tail <= TAIL || tokens.size() - comment <= BRIEF;
        evidence.add(Rule.CUT_OFF, WEAK);
        if (operators() > 0) {
            boolean meant = joined + compared > 0 && (joined + compared > 1 || named == 0);
            evidence.add(Rule.CUT_OFF, meant || silent ? CERTAIN : HALF);
        } else if (silent && !(hash && tokens.glued(comment + 1))) {
            // A hash that is far from the quote is more often a number sign.
            boolean close = !hash || tokens.from(0) > 0 && tokens.before(0) != ' ';
            evidence.add(Rule.CUT_OFF, close ? CERTAIN : LIKELY);
        }
    }
}
