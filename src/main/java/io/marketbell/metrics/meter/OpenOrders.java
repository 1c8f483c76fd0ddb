package io.marketbell.metrics.meter;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Counts the open orders, identified by {@code order_id} in the notification body. An order is open from its acceptance
 * until it is cancelled, rejected, or filled with a {@code leaves_quantity} of zero or none. This class receives the
 * notifications committed by all nodes, so an order may be accepted by one node and filled by another. It starts empty
 * with each process. Above the limit, the least recently updated orders are evicted.
 */
public final class OpenOrders implements Consumer<List<Notification>> {
    private static final String ID = "order_id";
    private static final String LEAVES = "leaves_quantity";
    private static final Set<String> WANTED = Set.of(ID, LEAVES);

    private final Map<Long, Boolean> open;

    /** @param limit maximum number of remembered orders; each takes about 70 bytes */
    public OpenOrders(MetricsService metrics, int limit) {
        this.open = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > limit;
            }
        };
        metrics.watch(Metric.ORDERS_OPEN, this::count);
    }

    @Override
    public void accept(List<Notification> committed) {
        for (Notification notification : committed) {
            if (isOfAnOrder(notification.type())) {
                update(notification);
            }
        }
    }

    private static boolean isOfAnOrder(NotificationType type) {
        return switch (type) {
            case ORDER_ACCEPTED, ORDER_FILLED, ORDER_CANCELLED, ORDER_REJECTED -> true;
            default -> false;
        };
    }

    private void update(Notification order) {
        Map<String, String> body = JsonMemberScanner.of(order.body(), WANTED);
        String id = body.get(ID);
        if (id == null) {
            return;
        }
        Long key = key(order.publisher(), id);
        boolean isOpen = order.type() == NotificationType.ORDER_ACCEPTED
                || order.type() == NotificationType.ORDER_FILLED && isSomethingLeft(body.get(LEAVES));
        synchronized (open) {
            if (isOpen) {
                open.put(key, Boolean.TRUE);
            } else {
                open.remove(key);
            }
        }
    }

    private static boolean isSomethingLeft(String quantity) {
        return quantity != null && quantity.chars().anyMatch(digit -> digit >= '1' && digit <= '9');
    }

    /** Returns a 64-bit hash of the order id. The probability of a collision between two orders is negligible. */
    private static Long key(String publisher, String id) {
        long hash = 0xcbf29ce484222325L;
        for (String part : List.of(publisher, " ", id)) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
            }
        }
        return hash;
    }

    int count() {
        synchronized (open) {
            return open.size();
        }
    }
}
