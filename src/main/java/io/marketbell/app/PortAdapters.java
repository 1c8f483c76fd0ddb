package io.marketbell.app;

import com.github.f4b6a3.ulid.UlidCreator;
import io.marketbell.audit.Audit;
import io.marketbell.channel.FramePolicy;
import io.marketbell.deadletter.ReplayAudit;
import io.marketbell.deadletter.Replays;
import io.marketbell.deadletter.Republisher;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.http.trace.TraceId;
import io.marketbell.injection.InjectionGuard;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.notification.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Adapters between packages that do not depend on one another. */
@ApplicationScoped
class PortAdapters {
    private static final System.Logger LOG = System.getLogger(PortAdapters.class.getName());

    /** Contains a space, so that no user can have this name. */
    private static final String PUBLISHER = "dead letters";

    @Produces
    @Singleton
    Republisher republisher(Journal journal, DeliveryHub hub) {
        return (original, recipient, key) -> {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Notification again = Replays.repeat(
                    original, recipient, UlidCreator.getMonotonicUlid().toString(), key, PUBLISHER, now);
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

    /**
     * Records the replay in the audit. The action is already done at this point: if the database has become
     * unreachable, the action is logged instead.
     */
    @Produces
    @Singleton
    ReplayAudit replayAudit(Audit audit, HttpServletRequest request) {
        return (who, action, target, detail) -> {
            String traceId = TraceId.of(request.getHeader(TraceId.HEADER));
            try {
                audit.record(who, action, target, detail, traceId);
            } catch (RuntimeException away) {
                LOG.log(
                        Level.WARNING,
                        "audit entry not written: {0} by {1} of {2}, {3} (trace {4}): {5}",
                        action,
                        who,
                        target,
                        detail,
                        traceId,
                        away.toString());
            }
        };
    }

    /** Inspects frames with the same guard as publications. */
    @Produces
    @Singleton
    FramePolicy framePolicy(InjectionGuard injections) {
        return new InspectedTexts(injections);
    }

    /** Callbacks are signed with the secret that was issued with the publisher's key. */
    @Produces
    @Singleton
    io.marketbell.callback.SigningSecrets callbackSecrets(io.marketbell.identity.CallbackSecrets secrets) {
        return publisher -> secrets.ofPublisher(publisher).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
