package io.marketbell.protection.injection;

/**
 * Where a reading begins to cut the text as one before it did: a token of both begins at the same place. From there on
 * all their tokens are the same, so they are taken over and not cut again.
 */
final class Meeting {
    private final SqlReading[] earlier;
    private final int[] next;
    private int met = -1;
    private int place = Integer.MAX_VALUE;

    Meeting(SqlReading... earlier) {
        this.earlier = earlier;
        this.next = new int[earlier.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = earlier[i].tokens().isBroken() ? 1 : 0;
        }
    }

    /** Takes over the rest of an earlier reading's tokens, if one of them begins here. */
    boolean at(int here, Tokens tokens) {
        for (int i = 0; i < next.length; i++) {
            Tokens others = earlier[i].tokens();
            int token = next[i];
            while (token < others.size() && others.from(token) < here) {
                token++;
            }
            next[i] = token;
            if (token < others.size() && others.from(token) == here) {
                tokens.goOnAs(others, token);
                met = i;
                place = here;
                return true;
            }
        }
        return false;
    }

    /** Which of the earlier readings; -1 where each went its own way. */
    int met() {
        return met;
    }

    int place() {
        return place;
    }
}
