package io.marketbell.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.identity.IdentityUnavailable;
import io.marketbell.testkit.clock.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FetchedPublicKeysTest {
    private static final Duration REFRESH = Duration.ofMinutes(5);
    private static final String OLD = Issuer.jwks(Issuer.ellipticCurve("old"));
    private static final String NEW = Issuer.jwks(Issuer.ellipticCurve("new"));

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final Queue<Runnable> background = new ArrayDeque<>();
    private String served = OLD;
    private int fetches;

    private final FetchedPublicKeys keys =
            new FetchedPublicKeys(this::serve, "the host", REFRESH, Runnable::run, clock);
    private final FetchedPublicKeys lazy =
            new FetchedPublicKeys(this::serve, "the host", REFRESH, background::add, clock);

    private String serve() throws IOException {
        fetches++;
        if (served == null) {
            throw new IOException("connection refused");
        }
        return served;
    }

    @Test
    void keysAreFetchedOnFirstUse() {
        assertThat(keys.current()).isEmpty();
        assertThat(keys.version()).isZero();

        assertThat(keys.renewed()).extracting("keyId").containsExactly("old");
        assertThat(keys.current()).extracting("keyId").containsExactly("old");
    }

    @Test
    void unknownKeyTriggersARateLimitedFetch() {
        keys.renewed();
        served = NEW;
        clock.advance(FetchedPublicKeys.PAUSE);
        fetches = 0;

        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.renewed()).extracting("keyId").containsExactly("new");
        }

        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void onlyChangedKeysIncreaseTheVersion() {
        keys.renewed();
        long first = keys.version();
        clock.advance(FetchedPublicKeys.PAUSE);
        keys.renewed();
        assertThat(keys.version()).isEqualTo(first);

        served = NEW;
        clock.advance(FetchedPublicKeys.PAUSE);
        keys.renewed();

        assertThat(keys.version()).isGreaterThan(first);
    }

    @Test
    void agedKeysAreRefreshedInTheBackground() {
        lazy.fetch();
        background.remove().run();
        served = NEW;
        clock.advance(REFRESH);
        fetches = 0;

        long before = lazy.version();
        assertThat(lazy.current()).extracting("keyId").containsExactly("old");
        assertThat(lazy.version()).isEqualTo(before);
        assertThat(fetches).isZero();

        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(lazy.current()).extracting("keyId").containsExactly("new");
        assertThat(lazy.version()).isGreaterThan(before);
    }

    @Test
    void knownKeysStayValidDuringAnOutageAndUnknownOnesAreUnavailable() {
        keys.renewed();
        served = null;
        clock.advance(REFRESH);

        keys.version();

        assertThat(keys.current()).extracting("keyId").containsExactly("old");
        assertThatThrownBy(keys::renewed).isInstanceOf(IdentityUnavailable.class);
    }

    @Test
    void unavailableHostIsNotFloodedWithRequests() {
        served = null;
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(keys::renewed).isInstanceOf(IdentityUnavailable.class);
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(fetches).isEqualTo(2);

        served = OLD;
        clock.advance(FetchedPublicKeys.PAUSE_AFTER_FAILURE);
        assertThat(keys.renewed()).hasSize(1);
    }

    @Test
    void invalidResponseKeepsTheKnownKeys() {
        keys.renewed();
        served = "<html>login</html>";
        clock.advance(REFRESH);
        keys.version();

        assertThat(keys.current()).extracting("keyId").containsExactly("old");
    }

    @Test
    void silentHostBlocksOnlyAFewRequests() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            FetchedPublicKeys silent = new FetchedPublicKeys(
                    () -> {
                        answer.await();
                        return OLD;
                    },
                    "the host",
                    REFRESH,
                    threads,
                    clock);
            List<Future<?>> requests = new ArrayList<>();
            CountDownLatch refused = new CountDownLatch(92);
            for (int i = 0; i < 100; i++) {
                requests.add(threads.submit(() -> {
                    try {
                        silent.renewed();
                    } catch (IdentityUnavailable e) {
                        refused.countDown();
                    }
                }));
            }

            assertThat(refused.await(2, TimeUnit.SECONDS))
                    .as("all but eight are refused at once")
                    .isTrue();
            answer.countDown();
            for (Future<?> request : requests) {
                request.get(5, TimeUnit.SECONDS);
            }
            assertThat(silent.current()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
