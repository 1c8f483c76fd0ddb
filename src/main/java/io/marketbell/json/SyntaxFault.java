package io.marketbell.json;

import java.util.BitSet;

/**
 * Finds the first character of a text that is not JSON (RFC 8259). The locations of the parser cannot be used: at the
 * end of a text they are twice its length. Uses no stack, so any depth is possible.
 */
final class SyntaxFault {
    private static final String SIMPLE_ESCAPES = "\"\\/bfnrt";

    private final String text;
    /** The open arrays and objects; a set bit is an object. */
    private final BitSet objects = new BitSet();

    private int depth;
    private int at;
    /** Whether the innermost container has no value yet. */
    private boolean opened;

    private SyntaxFault(String text) {
        this.text = text;
    }

    /** Returns the index of the first fault, the length if the text is incomplete, or -1 if it is one JSON value. */
    static int indexIn(String text) {
        SyntaxFault scan = new SyntaxFault(text);
        return scan.isOneValue() ? -1 : scan.at;
    }

    private boolean isOneValue() {
        boolean valid = beginValue();
        while (valid && depth > 0) {
            valid = opened ? beginContainer() : continueContainer();
        }
        if (!valid) {
            return false;
        }
        skipSpaces();
        return at == text.length();
    }

    /** Passes a scalar, or opens a container. */
    private boolean beginValue() {
        skipSpaces();
        return switch (peek()) {
            case '{' -> open(true);
            case '[' -> open(false);
            case '"' -> passString();
            case 't' -> passLiteral("true");
            case 'f' -> passLiteral("false");
            case 'n' -> passLiteral("null");
            default -> passNumber();
        };
    }

    private boolean open(boolean object) {
        at++;
        objects.set(depth++, object);
        opened = true;
        return true;
    }

    private boolean beginContainer() {
        opened = false;
        skipSpaces();
        return peek() == end() ? close() : beginInContainer();
    }

    private boolean close() {
        at++;
        depth--;
        return true;
    }

    private char end() {
        return objects.get(depth - 1) ? '}' : ']';
    }

    private boolean beginInContainer() {
        return objects.get(depth - 1) ? beginMember() : beginValue();
    }

    /** Continues after a value in the innermost container. */
    private boolean continueContainer() {
        skipSpaces();
        return peek() == end() ? close() : pass(',') && beginInContainer();
    }

    private boolean beginMember() {
        skipSpaces();
        if (peek() != '"' || !passString()) {
            return false;
        }
        skipSpaces();
        return pass(':') && beginValue();
    }

    private boolean passString() {
        at++;
        while (peek() >= ' ' && peek() != '"') {
            if (text.charAt(at++) == '\\' && !passEscape()) {
                return false;
            }
        }
        return pass('"');
    }

    private boolean passEscape() {
        if (peek() == 'u') {
            at++;
            for (int i = 0; i < 4; i++) {
                if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                    return false;
                }
                at++;
            }
            return true;
        }
        boolean simple = peek() >= 0 && SIMPLE_ESCAPES.indexOf(peek()) >= 0;
        at += simple ? 1 : 0;
        return simple;
    }

    private boolean passLiteral(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!pass(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean passNumber() {
        if (peek() == '-') {
            at++;
        }
        if (!(pass('0') || passDigits())) {
            return false;
        }
        if (pass('.') && !passDigits()) {
            return false;
        }
        if (pass('e') || pass('E')) {
            if (!pass('+')) {
                pass('-');
            }
            return passDigits();
        }
        return true;
    }

    private boolean passDigits() {
        int begin = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > begin;
    }

    private boolean pass(char expected) {
        boolean passed = peek() == expected;
        at += passed ? 1 : 0;
        return passed;
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    /** Returns -1 at the end. */
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }
}
