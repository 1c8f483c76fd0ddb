package io.marketbell.ratelimit;

import java.util.function.Supplier;

/** What one connection may send of what costs nobody else anything. */
final class ConnectionAllowance {
    private final Account account;
    private final Supplier<Rules> rules;
    private final Tallies tallies;

    ConnectionAllowance(Account account, Supplier<Rules> rules, Tallies tallies) {
        this.account = account;
        this.rules = rules;
        this.tallies = tallies;
    }

    boolean tryAcquire() {
        Rules now = rules.get();
        if (now.areOff()) {
            return true;
        }
        Draw draw = new Draw(0, 1);
        draw.ask(account.on(now));
        return tallies.count(draw.decide()).isGranted();
    }
}
