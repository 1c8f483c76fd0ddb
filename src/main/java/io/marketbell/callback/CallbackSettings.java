package io.marketbell.callback;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of callbacks, read once. */
@Dependent
class CallbackSettings {

    @Inject
    @ConfigProperty(name = "marketbell.callback.hosts")
    Optional<List<String>> hosts;

    @Inject
    @ConfigProperty(name = "marketbell.callback.attempts", defaultValue = "5")
    int attempts;

    @Inject
    @ConfigProperty(name = "marketbell.callback.backoff.first.ms", defaultValue = "1000")
    long firstBackoff;

    @Inject
    @ConfigProperty(name = "marketbell.callback.backoff.longest.ms", defaultValue = "300000")
    long longestBackoff;

    @Inject
    @ConfigProperty(name = "marketbell.callback.timeout.ms", defaultValue = "10000")
    long timeout;

    @Inject
    @ConfigProperty(name = "marketbell.callback.concurrency", defaultValue = "64")
    int atOnce;

    @Inject
    @ConfigProperty(name = "marketbell.callback.host.concurrency", defaultValue = "8")
    int atOnceToOneHost;

    @Inject
    @ConfigProperty(name = "marketbell.callback.breaker.failures", defaultValue = "5")
    int breakerFailures;

    @Inject
    @ConfigProperty(name = "marketbell.callback.breaker.seconds", defaultValue = "30")
    long breakerSeconds;

    @Inject
    @ConfigProperty(name = "marketbell.callback.queue.size", defaultValue = "10000")
    int queue;

    @Inject
    @ConfigProperty(name = "marketbell.callback.pending.size", defaultValue = "100000")
    long pending;

    @Inject
    @ConfigProperty(name = "marketbell.callback.patience.minutes", defaultValue = "60")
    long patience;

    @Inject
    @ConfigProperty(name = "marketbell.callback.failed.retention.days", defaultValue = "7")
    long retention;

    CallbackPolicy policy() {
        return new CallbackPolicy(hosts.orElse(List.of()));
    }

    Backoff backoff() {
        return new Backoff(attempts, Duration.ofMillis(firstBackoff), Duration.ofMillis(longestBackoff));
    }

    CallbackLimits limits() {
        return new CallbackLimits(
                queue,
                pending,
                atOnce,
                new HostGate.Limits(atOnceToOneHost, breakerFailures, Duration.ofSeconds(breakerSeconds)),
                Duration.ofMinutes(patience),
                Duration.ofDays(retention));
    }
}
