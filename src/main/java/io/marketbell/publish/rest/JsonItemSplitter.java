package io.marketbell.publish.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits a JSON array, or a single value, into the texts of its items without parsing them. An item that is too long or
 * nested too deeply is skipped without being stored. The JSON outside of the items is validated here; the items are
 * validated by a parser.
 */
final class JsonItemSplitter {
    private final InputStream in;
    private final int maximum;
    private final int depth;

    private final byte[] buffer = new byte[8_192];
    private int at;
    private int end;
    private long line = 1;
    private long column = 1;

    private boolean begun;
    private boolean array;
    private boolean first = true;

    private byte[] text = new byte[512];
    private int length;
    private boolean tooLong;
    private boolean tooDeep;
    private Malformed cut;

    /**
     * @param maximum maximum size of an item in bytes
     * @param depth maximum nesting depth of objects and arrays in an item
     */
    JsonItemSplitter(InputStream in, int maximum, int depth) {
        this.in = in;
        this.maximum = maximum;
        this.depth = depth;
    }

    /** The body is not a JSON array or value. */
    static final class Malformed extends IOException {
        final long line;
        final long column;

        Malformed(long line, long column) {
            super("malformed", null);
            this.line = line;
            this.column = column;
        }
    }

    /**
     * @param text valid until the next item is read; undefined if the item is too long or too deep
     * @param line line of its start, from 1
     * @param column column of its start, from 1, in characters
     */
    record Item(ByteBuffer text, boolean tooLong, boolean tooDeep, long line, long column) {}

    boolean isArray() throws IOException {
        if (!begun) {
            begun = true;
            array = afterSpacing() == '[';
            if (array) {
                take();
            }
        }
        return array;
    }

    /**
     * Returns the next item, or null after the last. An item that is cut off by the end is returned, so that a parser
     * can find an earlier fault in it; the next call throws.
     */
    Item next() throws IOException {
        if (cut != null) {
            throw cut;
        }
        boolean several = isArray();
        int next = afterSpacing();
        if (several ? next == ']' : !first) {
            if (several) {
                take();
            }
            if (afterSpacing() >= 0) {
                throw malformed();
            }
            return null;
        }
        if (several && !first) {
            if (next != ',') {
                throw malformed();
            }
            take();
            afterSpacing();
        }
        first = false;
        return item();
    }

    private Item item() throws IOException {
        long itemLine = line;
        long itemColumn = column;
        length = 0;
        tooLong = false;
        tooDeep = false;
        try {
            pass();
        } catch (Malformed e) {
            if (length == 0 || tooLong || tooDeep) {
                throw e;
            }
            cut = e;
        }
        return new Item(ByteBuffer.wrap(text, 0, length), tooLong, tooDeep, itemLine, itemColumn);
    }

    private void pass() throws IOException {
        switch (peek()) {
            case '{', '[' -> passNested();
            case '"' -> {
                keep(take());
                passString();
            }
            default -> passScalar();
        }
    }

    private void passNested() throws IOException {
        int open = 0;
        do {
            int next = take();
            keep(next);
            switch (next) {
                case '"' -> passString();
                case '{', '[' -> {
                    open++;
                    tooDeep |= open > depth;
                }
                case '}', ']' -> open--;
                default -> {}
            }
        } while (open > 0);
    }

    /** Skips from after the opening quote to after the closing quote. */
    private void passString() throws IOException {
        int next;
        do {
            next = take();
            keep(next);
            if (next == '\\') {
                keep(take());
            }
        } while (next != '"');
    }

    private void passScalar() throws IOException {
        int next = peek();
        while (next > ' ' && next != ',' && next != ']' && next != '}') {
            keep(take());
            next = peek();
        }
        if (length == 0) {
            throw malformed();
        }
    }

    private void keep(int next) {
        if (length == maximum || tooDeep) {
            tooLong |= !tooDeep;
            return;
        }
        if (length == text.length) {
            text = Arrays.copyOf(text, Math.min(2 * length, maximum));
        }
        text[length++] = (byte) next;
    }

    /** Returns the next byte that is not whitespace, without consuming it; negative at the end. */
    private int afterSpacing() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
            take();
            next = peek();
        }
        return next;
    }

    private int take() throws IOException {
        int next = peek();
        if (next < 0) {
            throw malformed();
        }
        at++;
        if (next == '\n') {
            line++;
            column = 1;
        } else if ((next & 0xC0) != 0x80) {
            column++; // not within a character of several bytes
        }
        return next;
    }

    private int peek() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at == end ? -1 : buffer[at] & 0xFF;
    }

    private Malformed malformed() {
        return new Malformed(line, column);
    }
}
