package io.marketbell.app;

import io.marketbell.callback.UserCallbacks;
import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.WakeUps;
import io.marketbell.database.Database;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.deadletter.StoredNotificationRows;
import io.marketbell.erasure.Erasures;
import io.marketbell.erasure.UserData;
import io.marketbell.publish.service.NotificationIds;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Composes the erasure of the data of users from the places where it is kept, and applies erasures of other nodes. */
@ApplicationScoped
class ErasureWiring {
    private static final long POLL_SECONDS = 2;

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> polling;

    @Produces
    @Singleton
    Erasures erasures(
            Database database, Storage storage, Pipeline pipeline, DeadLetters deadLetters, NotificationIds ids) {
        UserCallbacks callbacks = new UserCallbacks(database);
        StoredNotificationRows letters = StoredNotificationRows.ofDeadLetters(database);
        return Erasures.of(
                database,
                List.of(
                        // first: the last values in memory are the ones that are stored in Redis
                        place("last_values_in_redis", user -> pipeline.eraseShared(user, ids::next)),
                        place("connections", pipeline::forget),
                        place("notifications", user -> storage.userRows().eraseNotifications(user)),
                        place("delivery_records", user -> {
                            storage.forget(user);
                            return storage.userRows().eraseDeliveries(user)
                                    + storage.userRows().eraseProgress(user);
                        }),
                        place("dead_letters", user -> {
                            deadLetters.flush();
                            return letters.erase(user);
                        }),
                        place("callbacks", callbacks::erase),
                        place("rate_limit_overrides", user -> eraseOverride(database, user))));
    }

    /** The nodes reset the limit when they read that it was removed. */
    private static long eraseOverride(Database database, String user) {
        return database.as("overrides")
                .<Integer>write(
                        sql -> sql.update("DELETE FROM rate_limit_overrides WHERE subject = ?", "user:" + user));
    }

    private record Place(String name, ToLongFunction<String> erasure) implements UserData {
        @Override
        public long erase(String user) {
            return erasure.applyAsLong(user);
        }
    }

    private static UserData place(String name, ToLongFunction<String> erasure) {
        return new Place(name, erasure);
    }

    void start(@Observes Startup startup, Erasures erasures, Bus bus) {
        WakeUps wakeUps = new WakeUps(bus, BusTopic.ERASED);
        wakeUps.onArrival(timer, erasures::synchronize);
        erasures.onErased(wakeUps::send);
        polling = new PeriodicTask("erasures", erasures::synchronize)
                .withFixedDelay(timer, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (polling != null) {
            polling.cancel(false);
        }
    }
}
