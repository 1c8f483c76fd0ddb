package io.marketbell.injection.detector;

/** Finds the end of numbers: integers, decimals, exponents, hexadecimal numbers. */
final class NumberTokens {
    private NumberTokens() {}

    static int end(char[] text, int from) {
        if (text[from] == '0' && (text[from + 1] | 32) == 'x') {
            int end = from + 2;
            while (text[end] < 0x80 && Character.digit(text[end], 16) >= 0) {
                end++;
            }
            return end;
        }
        int end = digitsEnd(text, from);
        if (text[end] == '.' && text[end + 1] != '.') {
            end = digitsEnd(text, end + 1);
        }
        char sign = text[end + 1];
        boolean exponent = Alphabet.isDigit(sign) || (sign == '-' || sign == '+') && Alphabet.isDigit(text[end + 2]);
        return (text[end] | 32) == 'e' && exponent ? digitsEnd(text, end + 2) : end;
    }

    static int digitsEnd(char[] text, int from) {
        int end = from;
        while (Alphabet.isDigit(text[end])) {
            end++;
        }
        return end;
    }
}
