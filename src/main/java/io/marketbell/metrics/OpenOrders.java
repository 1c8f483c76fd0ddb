package io.marketbell.metrics;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which orders are open, by their bodies' {@code order_id}: from their acceptance until they are filled with a {@code
 * leaves_quantity} of zero or none, cancelled or rejected. Hears of what any node has committed, so that an order may be
 * accepted through one and filled through another; begins with none when the process does. Of more than the limit, those
 * are forgotten that nothing was heard of for longest.
 */
public final class OpenOrders implements Consumer<List<Notification>> {
    private static final String ID = "order_id";
    private static final String LEAVES = "leaves_quantity";
    private static final Set<String> WANTED = Set.of(ID, LEAVES);

    private final Map<Long, Boolean> open;

    /** @param limit how many are remembered; each takes about 70 bytes */
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
                hear(notification);
            }
        }
    }

    private static boolean isOfAnOrder(NotificationType type) {
        return switch (type) {
            case ORDER_ACCEPTED, ORDER_FILLED, ORDER_CANCELLED, ORDER_REJECTED -> true;
            default -> false;
        };
    }

    private void hear(Notification order) {
        Map<String, String> body = BodyMembers.of(order.body(), WANTED);
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

    /** 64 bits in place of the name: two orders that share them are one in billions of billions. */
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
