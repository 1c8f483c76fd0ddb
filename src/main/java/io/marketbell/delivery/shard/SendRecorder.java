package io.marketbell.delivery.shard;

import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.writer.SendListener;
import java.util.List;

/**
 * Records what was sent on one connection: in the ledger, in the failure counts, in the metrics, and for the
 * publishers. Called by the threads of writers and channels.
 *
 * <p>Notifications of a replaced log are not recorded for the present log, in which their offsets denote other
 * notifications.
 */
final class SendRecorder implements SendListener {
    private final ClientConnection connection;
    private final String user;
    private final HubResources resources;
    private final DeliveryContext context;
    private final long failuresBefore;

    SendRecorder(ClientConnection connection, HubResources resources) {
        this.connection = connection;
        this.user = connection.user();
        this.resources = resources;
        this.context = resources.context();
        this.failuresBefore = resources.failures().moment();
    }

    @Override
    public void writing(List<RoutedNotification> durables) {
        context.ledger().writing(user, offsets(ofThisLog(durables)));
    }

    @Override
    public void expired(int count) {
        resources.counters().expired(count);
    }

    @Override
    public void evicted(int count) {
        resources.counters().unconfirmed.add(count);
    }

    @Override
    public void confirmed(List<RoutedNotification> durables) {
        if (durables.isEmpty()) {
            return;
        }
        List<RoutedNotification> current = ofThisLog(durables);
        context.ledger().sent(user, offsets(current));
        resources.failures().succeeded(user, current);
        context.outcomes()
                .sent(durables.stream().map(RoutedNotification::notification).toList(), user);
    }

    @Override
    public void failed(List<RoutedNotification> durables) {
        if (durables.isEmpty()) {
            return;
        }
        List<RoutedNotification> current = ofThisLog(durables);
        context.ledger().failed(user, offsets(current));
        resources.failures().failed(user, failuresBefore, current, this::giveUp);
    }

    private void giveUp(RoutedNotification routed) {
        context.outcomes().undeliverable(routed.notification(), user, WriteFailures.ATTEMPTS);
    }

    @Override
    public void written(Frame frame) {
        List<RoutedNotification> durables = frame.durables();
        if (!durables.isEmpty()) {
            context.ledger().written(user, offsets(ofThisLog(durables)));
        }
        resources.counters().written(frame, context.clocks().wall());
        connection.roomMade();
    }

    @Override
    public void nothingWritten() {
        connection.roomMade();
    }

    @Override
    public void closed(DisconnectReason reason) {
        connection.closed(reason);
    }

    private List<RoutedNotification> ofThisLog(List<RoutedNotification> durables) {
        return durables.stream().filter(context::isOfThisLog).toList();
    }

    private static long[] offsets(List<RoutedNotification> current) {
        return current.stream()
                .mapToLong(routed -> routed.notification().offset())
                .toArray();
    }
}
