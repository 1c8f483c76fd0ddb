package io.marketbell.callback;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The settings of callbacks, read once. */
@Dependent
class CallbackSettings {
    private static final String PREFIX = "marketbell.callback.";

    private final Config config;

    @Inject
    CallbackSettings(Config config) {
        this.config = config;
    }

    CallbackAllowlist allowlist() {
        return new CallbackAllowlist(
                config.getOptionalValues(PREFIX + "hosts", String.class).orElse(List.of()));
    }

    Backoff backoff() {
        return new Backoff(
                (int) number("attempts", 5),
                Duration.ofMillis(number("backoff.first.ms", 1_000)),
                Duration.ofMillis(number("backoff.longest.ms", 300_000)));
    }

    CallbackLimits limits() {
        return new CallbackLimits(
                (int) number("queue.size", 10_000),
                number("pending.size", 100_000),
                atOnce(),
                new HostLimiter.Limits(
                        atOnceToOneHost(),
                        (int) number("breaker.failures", 5),
                        Duration.ofSeconds(number("breaker.seconds", 30))),
                Duration.ofMinutes(number("patience.minutes", 60)),
                Duration.ofDays(number("failed.retention.days", 7)));
    }

    /** The timeout of one attempt. */
    Duration timeout() {
        return Duration.ofMillis(number("timeout.ms", 10_000));
    }

    int atOnce() {
        return (int) number("concurrency", 64);
    }

    int atOnceToOneHost() {
        return (int) number("host.concurrency", 8);
    }

    private long number(String name, long otherwise) {
        return config.getOptionalValue(PREFIX + name, Long.class).orElse(otherwise);
    }
}
