package io.marketbell.identity.token;

import io.marketbell.identity.IdentityUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jose4j.jwk.JsonWebKey;

/**
 * Public keys that are maintained elsewhere and may change: behind a URL, or in a file. They are fetched in the
 * background when they reach the refresh age, and immediately when a token names an unknown key, but at most once per
 * {@link #PAUSE}: tokens with invented key ids must not flood the host with requests.
 *
 * <p>While the host is unavailable, the known keys stay in use. Only tokens with unknown keys wait, for at most
 * {@link #PATIENCE} and at most {@link #WAITING} requests at a time; all others are checked immediately.
 */
final class FetchedPublicKeys implements TokenPublicKeys {
    private static final Logger LOG = System.getLogger(FetchedPublicKeys.class.getName());

    /** The minimum time between two fetches other than the regular refresh. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** The minimum time after a failed fetch. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int WAITING = 8;

    private record FetchedKeys(List<JsonWebKey> keys, String text, long version, Instant at) {}

    private final Callable<String> source;
    private final String name;
    private final Duration refresh;
    private final Executor threads;
    private final InstantSource clock;
    private final Semaphore waiting = new Semaphore(WAITING);

    private volatile FetchedKeys current = new FetchedKeys(List.of(), null, 0, Instant.MIN);
    private volatile boolean failing;
    private Instant attempted = Instant.MIN;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

    /**
     * @param name of the source, for the log
     * @param refresh the age at which keys are fetched again
     * @param threads runs the fetches, which block
     */
    FetchedPublicKeys(Callable<String> source, String name, Duration refresh, Executor threads, InstantSource clock) {
        this.source = source;
        this.name = name;
        this.refresh = refresh;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public long version() {
        FetchedKeys present = current;
        if (present.version() > 0 && !clock.instant().isBefore(present.at().plus(refresh))) {
            fetch();
        }
        return present.version();
    }

    @Override
    public List<JsonWebKey> current() {
        return current.keys();
    }

    @Override
    public List<JsonWebKey> renewed() {
        CompletableFuture<Void> fetching = fetch();
        if (!fetching.isDone()) {
            await(fetching);
        }
        if (failing || current.version() == 0) {
            throw new IdentityUnavailable("the keys of " + name + " cannot be fetched now");
        }
        return current.keys();
    }

    private void await(CompletableFuture<Void> fetching) {
        if (!waiting.tryAcquire()) {
            throw new IdentityUnavailable("too many requests wait for the keys of " + name);
        }
        try {
            fetching.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IdentityUnavailable("the keys of " + name + " cannot be fetched now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IdentityUnavailable("interrupted while waiting for the public keys of " + name);
        } finally {
            waiting.release();
        }
    }

    /** Returns the fetch in progress, a new one if it is due, or else a completed one. */
    synchronized CompletableFuture<Void> fetch() {
        Instant now = clock.instant();
        Duration pause = failing ? PAUSE_AFTER_FAILURE : PAUSE;
        if (underWay.isDone() && (attempted == Instant.MIN || !now.isBefore(attempted.plus(pause)))) {
            attempted = now;
            try {
                underWay = CompletableFuture.runAsync(this::fetchNow, threads);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "public keys of {0} not fetched: the server is stopping", name);
            }
        }
        return underWay;
    }

    /** Never throws; stores the failure. */
    private void fetchNow() {
        try {
            update(source.call());
            if (failing) {
                failing = false;
                LOG.log(Level.INFO, "the keys for bearer tokens are available again from {0}", name);
            }
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.WARNING,
                        "the keys for bearer tokens cannot be fetched from {0}; will retry, and use those"
                                + " known: {1}",
                        name,
                        e.toString());
            }
        }
    }

    private void update(String text) {
        FetchedKeys before = current;
        boolean same = text.equals(before.text());
        current = new FetchedKeys(
                same ? before.keys() : PublicKeyText.parse(text),
                text,
                same ? before.version() : before.version() + 1,
                clock.instant());
    }
}
