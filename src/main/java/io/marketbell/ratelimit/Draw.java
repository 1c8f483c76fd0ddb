package io.marketbell.ratelimit;

import io.github.bucket4j.ConsumptionProbe;
import io.marketbell.ratelimit.Account.Terms;

/** One decision underway: who is asked, and what has been taken, so that it can be given back. */
final class Draw {
    /** Of a request: user, address, handshake, endpoint. */
    private static final int MOST = 4;

    private final long granted;
    private final long weight;
    private final Terms[] terms = new Terms[MOST];
    private final Account[] used = new Account[MOST];
    private int count;
    private int uses;
    private int reported;

    /** @param granted of the weight, before */
    Draw(long granted, long weight) {
        this.granted = granted;
        this.weight = weight;
    }

    void ask(Terms its) {
        if (its.mode() != Mode.OFF) {
            terms[count++] = its;
        }
    }

    /** As {@link #ask}; the account is released with this draw. */
    void use(Account account, Terms its) {
        used[uses++] = account;
        ask(its);
    }

    /** To be called when all is decided. */
    void release() {
        for (int i = 0; i < uses; i++) {
            used[i].release();
        }
        uses = 0;
    }

    Decision decide() {
        Standing[] standings = new Standing[count];
        for (int i = 0; i < count; i++) {
            Limit limit = terms[i].limit();
            Account account = terms[i].account();
            long cost = limit.cost(granted, weight);
            if (cost == 0) {
                standings[i] = account.standing(limit);
                continue;
            }
            ConsumptionProbe probe = account.take(cost);
            standings[i] =
                    new Standing(account.policy(), limit, probe.getRemainingTokens(), probe.getNanosToWaitForReset());
            if (!probe.isConsumed()) {
                if (terms[i].mode() == Mode.BLOCK) {
                    return refuse(i, standings);
                }
                reported |= Decision.bit(account.policy());
            }
        }
        return Decision.granted(terms, standings, reported);
    }

    /**
     * Gives back what was taken, and asks those that were not asked yet, without taking: a caller should be told of all
     * that stand in its way. The one that refused is among them, even if it would not any more.
     *
     * @param standings of the first ones, up to the one that refused
     */
    private Decision refuse(int first, Standing[] standings) {
        int refused = Decision.bit(terms[first].account().policy());
        long longest = 0;
        for (int i = 0; i < count; i++) {
            Limit limit = terms[i].limit();
            if (i < first) {
                standings[i] = giveBack(i, standings[i]);
            } else if (i > first) {
                standings[i] = terms[i].account().standing(limit);
            }
            // What was granted before is lost: who comes again needs all of it.
            long wait = standings[i].nanosUntil(limit.cost(0, granted + weight));
            int bit = Decision.bit(standings[i].policy());
            if (wait > 0 && terms[i].mode() == Mode.BLOCK) {
                refused |= bit;
                longest = Math.max(longest, wait);
            } else if (wait > 0) {
                reported |= bit;
            }
        }
        return Decision.refused(terms, standings, refused, reported, longest);
    }

    /** @return how the bucket stands then; reckoned, which costs less than asking it again */
    private Standing giveBack(int i, Standing standing) {
        long cost = terms[i].limit().cost(granted, weight);
        if (cost == 0 || (reported & Decision.bit(standing.policy())) != 0) {
            return standing;
        }
        terms[i].account().giveBack(cost);
        return standing.with(cost);
    }
}
