package io.marketbell.callback;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The settings of callbacks; docs/reference/settings-operation.md lists them. */
@Dependent
class CallbackSettings {
    /** The maximum difference of two nodes' clocks, and the time until the result of an attempt is recorded. */
    private static final Duration LEASE_BEYOND_TIMEOUT = Duration.ofSeconds(50);

    private final Settings settings;
    private final boolean production;

    @Inject
    CallbackSettings(Config config) {
        this.settings = new Settings(config, "marketbell.callback.");
        this.production = new Settings(config, "").flag("marketbell.production", false);
    }

    CallbackAllowlist allowlist() {
        return new CallbackAllowlist(settings.texts("hosts", List.of()), settings.flag("https.required", production));
    }

    Backoff backoff() {
        return new Backoff(
                settings.count("attempts", 5),
                settings.milliseconds("backoff.first.ms", Duration.ofSeconds(1)),
                settings.milliseconds("backoff.longest.ms", Duration.ofMinutes(5)));
    }

    CallbackDispatcher.Limits limits() {
        return new CallbackDispatcher.Limits(
                settings.count("queue.size", 10_000),
                settings.number("pending.size", 100_000),
                atOnce(),
                new HostLimiter.Limits(
                        atOnceToOneHost(),
                        settings.count("breaker.failures", 5),
                        settings.duration("breaker.seconds", SECONDS, Duration.ofSeconds(30))),
                timeout().plus(LEASE_BEYOND_TIMEOUT),
                settings.duration("patience.minutes", MINUTES, Duration.ofMinutes(60)),
                settings.duration("failed.retention.days", DAYS, Duration.ofDays(7)));
    }

    /** The timeout of one attempt. */
    Duration timeout() {
        return settings.milliseconds("timeout.ms", Duration.ofSeconds(10));
    }

    int atOnce() {
        return settings.count("concurrency", 64);
    }

    int atOnceToOneHost() {
        return settings.count("host.concurrency", 8);
    }
}
