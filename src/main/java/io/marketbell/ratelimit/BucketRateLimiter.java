package io.marketbell.ratelimit;

import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Decides by buckets in memory. */
final class BucketRateLimiter implements RateLimiter {
    private final TimeMeter clock;
    private final Map<Policy, Accounts> accounts = new EnumMap<>(Policy.class);
    private final Accounts users;
    private final Accounts addresses;
    private final Accounts handshakes;
    private final Accounts endpoints;
    private final Accounts anonymous;
    private final Tallies tallies = new Tallies();
    private volatile Rules rules;

    BucketRateLimiter(LimitSettings settings, TimeMeter clock) {
        this.clock = clock;
        this.rules = Rules.of(settings);
        this.users = keep(new Accounts(Policy.USER, rules, settings.idle(), clock));
        this.addresses = keep(new Accounts(Policy.ADDRESS, rules, settings.idle(), clock));
        this.handshakes = keep(new Accounts(Policy.HANDSHAKE, rules, settings.idle(), clock));
        this.endpoints = keep(new Accounts(Policy.ENDPOINT, rules, null, clock));
        this.anonymous = keep(new Accounts(Policy.ANONYMOUS, rules, null, clock));
    }

    private Accounts keep(Accounts made) {
        accounts.put(made.policy(), made);
        return made;
    }

    @Override
    public Decision tryAcquire(Subjects subjects, long weight) {
        return acquire(subjects, 0, weight);
    }

    /** Draws what is still wanted, after {@code granted} has been drawn for the same subjects and the same purpose. */
    Decision acquire(Subjects subjects, long granted, long weight) {
        if (weight < 1) {
            throw new IllegalArgumentException("nothing weighs " + weight);
        }
        Rules now = rules;
        if (now.areOff()) {
            return Decision.UNLIMITED;
        }
        Draw draw = new Draw(granted, weight);
        try {
            ask(draw, subjects, now);
            return tallies.count(draw.decide());
        } finally {
            draw.release();
        }
    }

    private void ask(Draw draw, Subjects subjects, Rules now) {
        if (subjects.user() != null) {
            ask(draw, users, subjects.user(), subjects.tier(), now);
        }
        if (subjects.address() != null) {
            ask(draw, addresses, subjects.address(), Tier.STANDARD, now);
        }
        if (subjects.handshake()) {
            ask(draw, handshakes, subjects.address(), Tier.STANDARD, now);
        }
        if (subjects.endpoint() != null) {
            // Otherwise a few addresses without any credential could use up what publishers need.
            ask(draw, subjects.user() == null ? anonymous : endpoints, subjects.endpoint(), Tier.STANDARD, now);
        }
    }

    private static void ask(Draw draw, Accounts accounts, String name, Tier tier, Rules now) {
        Account account = accounts.use(name, tier, now);
        // Of those who share an account nobody's tier counts for all.
        draw.use(account, account.on(now, account.name() == null ? Tier.STANDARD : tier));
    }

    /** The refusal of an address that has nothing left, without drawing on it; null where it has. */
    Decision refusalOf(String address) {
        Rules now = rules;
        Account account = now.areOff() ? null : addresses.present(address, now);
        if (account == null) {
            return null;
        }
        Account.Terms terms = account.on(now, Tier.STANDARD);
        if (terms.mode() != Mode.BLOCK || account.available() > 0) {
            return null;
        }
        Standing standing = account.standing(terms.limit());
        return tallies.count(Decision.refused(
                new Account.Terms[] {terms},
                new Standing[] {standing},
                Decision.bit(Policy.ADDRESS),
                0,
                standing.nanosUntil(1)));
    }

    /** A bucket of a connection's own, that nobody else knows. */
    ConnectionAllowance connection() {
        return new ConnectionAllowance(
                new Account(Policy.CONNECTION, "", rules, Tier.STANDARD, clock), () -> rules, tallies);
    }

    Mode connectionMode() {
        return rules.mode(Policy.CONNECTION, null, Tier.STANDARD);
    }

    /** Counts a frame above its connection's budget; returns whether it is refused. */
    boolean refuseConnection(Mode mode) {
        tallies.count(Policy.CONNECTION, mode);
        return mode == Mode.BLOCK;
    }

    @Override
    public Inspection inspect(Subject subject) {
        Rules now = rules;
        boolean overridden = now.overrides().containsKey(subject);
        if (subject.kind() == Subject.Kind.TIER) {
            Tier tier = Tiers.named(subject.name());
            return new Inspection(subject, now.limit(tier), now.mode(Policy.USER, null, tier), overridden, false, null);
        }
        Policy policy = subject.kind().policy();
        Account known = accounts.get(policy).peek(subject.name());
        Account account = known == null ? new Account(policy, subject.name(), now, Tier.STANDARD, clock) : known;
        Account.Terms terms = account.on(now);
        return new Inspection(
                subject, terms.limit(), terms.mode(), overridden, known != null, account.standing(terms.limit()));
    }

    @Override
    public void override(Subject subject, Allowance allowance) {
        change(present -> present.with(subject, allowance));
    }

    @Override
    public void reset(Subject subject) {
        change(present -> present.with(subject, null));
        Account account = subject.kind() == Subject.Kind.TIER
                ? null
                : accounts.get(subject.kind().policy()).peek(subject.name());
        if (account != null) {
            account.on(rules);
            account.refill();
        }
    }

    void configure(LimitSettings settings) {
        change(present -> present.with(settings));
    }

    private synchronized void change(UnaryOperator<Rules> how) {
        rules = how.apply(rules);
    }

    Rules rules() {
        return rules;
    }

    /** Of all policies whose subjects nobody limits but the bound of the table. */
    long buckets() {
        return users.count() + addresses.count() + handshakes.count();
    }

    /** The share of the bound that is in use, of the policy with the most. */
    double bucketsUsed() {
        long most = Math.max(users.count(), Math.max(addresses.count(), handshakes.count()));
        return (double) most / rules.settings().subjects();
    }

    Accounts accounts(Policy policy) {
        return accounts.get(policy);
    }

    @Override
    public long refused(Policy policy) {
        return tallies.refused(policy);
    }

    @Override
    public void onRefusal(Consumer<Policy> listener) {
        tallies.onRefusal(listener);
    }

    @Override
    public long reported(Policy policy) {
        return tallies.reported(policy);
    }
}
