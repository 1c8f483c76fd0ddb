package io.marketbell.channel.websocket;

import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Transport;
import io.marketbell.notification.Notification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A delivery hub that sends the events requested by its subscribers' filters: see {@link ScriptedConnection}. */
public class ScriptedDeliveryHub implements DeliveryHub {
    static final String CROWDED_USER = "crowded";
    static final String BROKEN_USER = "broken";

    final Map<String, ScriptedConnection> connections = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final Supplier<Executor> writers;

    /** @param writers creates each connection's writer */
    public ScriptedDeliveryHub(Supplier<Executor> writers) {
        this.writers = writers;
    }

    @Override
    public Admission open(String user, String credential, Transport transport) {
        if (user.equals(CROWDED_USER)) {
            return new Admission.Refused(DisconnectReason.TOO_MANY_CONNECTIONS);
        }
        if (user.equals(BROKEN_USER)) {
            throw new IllegalStateException("the exchange is broken");
        }
        String id = "c" + opened.incrementAndGet();
        ScriptedConnection connection =
                new ScriptedConnection(id, user, credential, transport, writers.get(), () -> connections.remove(id));
        connections.put(id, connection);
        return new Admission.Admitted(connection, new Admission.Position("e7", 830, 815));
    }

    public ScriptedConnection only() {
        if (connections.size() != 1) {
            throw new AssertionError("one connection expected, but there are " + connections.size());
        }
        return connections.values().iterator().next();
    }

    @Override
    public int connections() {
        return connections.size();
    }

    @Override
    public void publish(List<Notification> notifications) {
        throw new UnsupportedOperationException();
    }
}
