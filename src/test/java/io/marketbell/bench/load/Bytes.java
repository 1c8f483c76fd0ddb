package io.marketbell.bench.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Parses compact JSON as bytes, eight at a time where that is faster. */
final class Bytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private Bytes() {}

    /** Four bytes in memory order, for comparison with {@link #fourBytes}. */
    static int four(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static int fourBytes(String text) {
        return four(text.getBytes(StandardCharsets.US_ASCII), 0);
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length
                && java.util.Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    /**
     * The index of the quote that ends the string whose first character is at {@code from}; {@code to} if there is
     * none. A byte is a quote if its difference to a quote is zero: the usual test for a zero byte in a word, whose
     * first match is always correct.
     */
    static int endOfString(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long word = (long) LONG.get(bytes, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long hits = ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash) & TOPS;
            if (hits == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(hits) >>> 3;
            if (bytes[at] == '"') {
                return at;
            }
            at += 2;
        }
        while (at < to && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, to);
    }

    /** The index after the value that starts at {@code from}. */
    static int endOfValue(byte[] bytes, int from, int to) {
        return switch (bytes[from]) {
            case '"' -> endOfString(bytes, from + 1, to) + 1;
            case '{', '[' -> endOfNested(bytes, from, to);
            default -> endOfPlain(bytes, from, to);
        };
    }

    private static int endOfNested(byte[] bytes, int from, int to) {
        int depth = 0;
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b == '"') {
                at = endOfString(bytes, at + 1, to);
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            }
            at++;
        }
        return to;
    }

    private static int endOfPlain(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
            at++;
        }
        return at;
    }

    /** The natural number whose digits start here; 0 if there are none. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        int at = from;
        while (at + Long.BYTES <= to) {
            long word = (long) LONG.get(bytes, at) ^ '0' * ONES;
            // a digit is now 0 to 9: adding 0x76 sets the top bit of any larger value
            if (((word + 0x76 * ONES | word) & TOPS) != 0) {
                break;
            }
            number = number * 100_000_000 + eightDigits(word);
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at] - '0';
            at++;
        }
        return number;
    }

    /** Combines neighbours: digits to pairs, pairs to fours, fours to eight; the first digit is the lowest byte. */
    private static long eightDigits(long digits) {
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
        return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
    }

    static int endOfNumber(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
