package io.marketbell.app;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditedOperation;
import io.marketbell.callback.SigningSecrets;
import io.marketbell.cluster.Bus;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.clock.ClusterClock;
import io.marketbell.database.Database;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.deadletter.ReplayAudit;
import io.marketbell.deadletter.Replays;
import io.marketbell.deadletter.Republisher;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.bus.VolatileExchange;
import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.health.RuntimeStatus;
import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.apikey.CallbackSecrets;
import io.marketbell.injection.InjectionFinding;
import io.marketbell.injection.InjectionGuard;
import io.marketbell.injection.TextPlace;
import io.marketbell.injection.TextSource;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.json.JsonPlace;
import io.marketbell.json.TextPolicy;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.publish.UndeliveredOutcome;
import io.marketbell.publish.service.NotificationIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Adapters between packages that do not depend on one another. */
@ApplicationScoped
class PortAdapters {
    /** Contains a space, so that no user can have this name. */
    private static final String PUBLISHER = "dead letters";

    @Produces
    @Singleton
    NotificationIds ids(InstantSource clock) {
        return new NotificationIds(clock);
    }

    @Produces
    @Singleton
    Republisher republisher(Journal journal, DeliveryHub hub, NotificationIds ids, InstantSource clock) {
        return (original, recipient, key) -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Notification again = Replays.repeat(original, recipient, ids.next(), key, PUBLISHER, now);
            if (!again.isDurable()) {
                hub.publish(List.of(again));
                return CompletableFuture.completedFuture(new Republisher.Replayed(again.id(), 0, false));
            }
            return append(journal, again, key);
        };
    }

    private static CompletionStage<Republisher.Replayed> append(Journal journal, Notification again, String key) {
        Journal.Entry entry = new Journal.Entry(again, key.getBytes(StandardCharsets.UTF_8));
        return journal.append(List.of(entry)).thenApply(results -> replayed(results.get(0)));
    }

    private static Republisher.Replayed replayed(Appended appended) {
        if (appended instanceof Appended.Committed committed) {
            Notification notification = committed.notification();
            return new Republisher.Replayed(notification.id(), notification.offset(), false);
        }
        if (appended instanceof Appended.Duplicate duplicate) {
            return new Republisher.Replayed(duplicate.id(), duplicate.offset(), true);
        }
        throw new IllegalStateException("the key of a dead letter was used for another notification: " + appended);
    }

    @Produces
    @Singleton
    ReplayAudit replayAudit(Audit audit, HttpServletRequest request) {
        return (who, action, target, recipient) -> {
            String traceId = TraceId.of(request.getHeader(TraceId.HEADER));
            AuditedOperation operation =
                    audit.begin(new AuditEvent(who, action, target, null, traceId).about(recipient));
            return new ReplayAudit.Operation() {
                @Override
                public void done(String detail) {
                    operation.done(detail);
                }

                @Override
                public void failed(String detail) {
                    operation.failed(detail);
                }
            };
        };
    }

    /** Inspects frames with the same guard as publications. */
    @Produces
    @Singleton
    TextPolicy framePolicy(InjectionGuard injections) {
        return new InspectedTexts(injections, TextSource.FRAME);
    }

    /** Callbacks are signed with the secret that was issued with the publisher's key. */
    @Produces
    @Singleton
    SigningSecrets callbackSecrets(CallbackSecrets secrets) {
        return new SigningSecrets() {
            @Override
            public Optional<String> of(String publisher) {
                return secrets.ofPublisher(publisher).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public Optional<String> previous(String publisher) {
                return secrets.previousOfPublisher(publisher).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public boolean areReadable() {
                return secrets.areReadable();
            }
        };
    }

    /** Maps the dead letters of a notification to outcomes. */
    static List<UndeliveredOutcome> undelivered(DeadLetters deadLetters, String notificationId) {
        return deadLetters.notification(notificationId).stream()
                .flatMap(notification -> deadLetters.reasonsOf(notificationId).entrySet().stream()
                        // The recipient of these letters is a URL, not a user.
                        .filter(letter -> letter.getValue() != Reason.CALLBACK_FAILED)
                        .map(letter -> new UndeliveredOutcome(notification, letter.getKey(), kind(letter.getValue()))))
                .toList();
    }

    private static Kind kind(Reason reason) {
        return reason == Reason.EXPIRED ? Kind.EXPIRED : Kind.DEAD;
    }

    /** Inspects the texts of a source with the injection guard. */
    record InspectedTexts(InjectionGuard guard, TextSource source) implements TextPolicy {

        @Override
        public String refusal(Kind kind, JsonPlace at, String text) {
            TextPlace place = kind == Kind.FREE_TEXT ? TextPlace.TEXT : TextPlace.IDENTIFIER;
            return guard.refusal(source, place, at::pointer, text)
                    .map(InjectionFinding::advice)
                    .orElse(null);
        }
    }

    /** Applies the database's concurrency limits to journal reads. */
    record GuardedReads(Database database) implements ReadGuard {

        @Override
        public <T> T read(Supplier<T> read) {
            try {
                return database.guarded(read);
            } catch (DatabaseUnavailable e) {
                throw e instanceof JournalUnavailable journal ? journal : new JournalUnavailable(e.getMessage(), e);
            }
        }
    }

    /** Reports the state of the running pipeline to the health checks. */
    record PipelineStatus(
            ShardedDeliveryHub hub,
            VolatileExchange volatiles,
            Journal journal,
            Members members,
            ClusterClock clock,
            Bus bus,
            BooleanSupplier opening,
            Supplier<String> leavingReason,
            int nodesExpected,
            int connectionsAtMost)
            implements RuntimeStatus {

        @Override
        public boolean isOpening() {
            return opening.getAsBoolean();
        }

        @Override
        public boolean hasLastValues() {
            return volatiles.isLoaded();
        }

        @Override
        public boolean hasSchema() {
            return journal.isKnown();
        }

        @Override
        public boolean isDatabaseReachable() {
            return journal.isAvailable();
        }

        @Override
        public boolean isJournalWritten() {
            return journal.isAlive();
        }

        @Override
        public String refusal() {
            String refusal = members.refusal();
            return refusal.isEmpty() && !clock.isSkewAcceptable()
                    ? "the clock of this node and that of the database differ by more than "
                            + ClusterClock.SKEW_AT_MOST.toSeconds() + " seconds"
                    : refusal;
        }

        @Override
        public String leaving() {
            return leavingReason.get();
        }

        @Override
        public boolean mustNotUseDatabase() {
            return !members.refusal().isEmpty();
        }

        @Override
        public boolean hasBus() {
            return bus.state() != Bus.State.NONE;
        }

        @Override
        public boolean isBusUp() {
            return bus.state() != Bus.State.AWAY;
        }

        @Override
        public int nodesAlive() {
            return members.aliveCount();
        }

        @Override
        public Duration heartbeatAge() {
            return members.heartbeatAge();
        }

        @Override
        public boolean isShuttingDown() {
            return hub.isShuttingDown();
        }

        @Override
        public int connections() {
            return hub.connections();
        }

        @Override
        public List<ThreadReading> threads() {
            Stream<ThreadReading> ofDelivery = Stream.concat(hub.heartbeats().stream(), volatiles.heartbeats().stream())
                    .map(heartbeat -> new ThreadReading(heartbeat.name(), heartbeat.ended(), heartbeat.silence()));
            Stream<ThreadReading> ofBus = bus.figures().threads().stream()
                    .map(thread -> new ThreadReading(thread.name(), thread.ended(), thread.silence()));
            return Stream.concat(ofDelivery, ofBus).toList();
        }
    }
}
