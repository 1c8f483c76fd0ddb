package io.marketbell.ratelimit;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.marketbell.ratelimit.Account.Terms;

/** One decision underway: who is asked, and what has been taken, so that it can be given back. */
final class Draw {
    /** Of a request: user, address, handshake, endpoint. */
    private static final int MOST = 4;

    private final long granted;
    private final long weight;
    private final Account[] accounts = new Account[MOST];
    private final Terms[] terms = new Terms[MOST];
    private int count;
    private long reported;

    /** @param granted of the weight, before */
    Draw(long granted, long weight) {
        this.granted = granted;
        this.weight = weight;
    }

    void ask(Account account, Terms its) {
        if (its.mode() != Mode.OFF) {
            accounts[count] = account;
            terms[count++] = its;
        }
    }

    Decision decide() {
        Standing[] standings = new Standing[count];
        for (int i = 0; i < count; i++) {
            Limit limit = terms[i].limit();
            long cost = limit.cost(granted, weight);
            if (cost == 0) {
                standings[i] = accounts[i].standing(limit);
                continue;
            }
            ConsumptionProbe probe = accounts[i].take(cost);
            standings[i] = new Standing(
                    accounts[i].policy(), limit, probe.getRemainingTokens(), probe.getNanosToWaitForReset());
            if (!probe.isConsumed()) {
                if (terms[i].mode() == Mode.BLOCK) {
                    giveBack(i);
                    return refuse(i, probe.getNanosToWaitForRefill());
                }
                reported |= Decision.bit(accounts[i].policy());
            }
        }
        return Decision.granted(standings, reported);
    }

    private void giveBack(int end) {
        for (int i = 0; i < end; i++) {
            long cost = terms[i].limit().cost(granted, weight);
            if (cost > 0 && (reported & Decision.bit(accounts[i].policy())) == 0) {
                accounts[i].giveBack(cost);
            }
        }
    }

    /**
     * Asks the others too, without taking: a caller should be told of all that stand in its way. The one that refused is
     * among them, even if it would not any more.
     */
    private Decision refuse(int first, long wait) {
        Standing[] standings = new Standing[count];
        long refused = Decision.bit(accounts[first].policy());
        long longest = wait;
        for (int i = 0; i < count; i++) {
            Limit limit = terms[i].limit();
            standings[i] = accounts[i].standing(limit);
            // What was granted before is lost: who comes again needs all of it.
            EstimationProbe probe = accounts[i].estimate(limit.cost(0, granted + weight));
            if (!probe.canBeConsumed()) {
                if (terms[i].mode() == Mode.BLOCK) {
                    refused |= Decision.bit(accounts[i].policy());
                    longest = Math.max(longest, probe.getNanosToWaitForRefill());
                } else {
                    reported |= Decision.bit(accounts[i].policy());
                }
            }
        }
        return Decision.refused(standings, refused, reported, longest);
    }
}
