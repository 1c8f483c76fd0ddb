package io.marketbell.blackbox.cluster;

import io.marketbell.blackbox.cluster.ConnectionLog.Delivery;
import io.marketbell.blackbox.cluster.ConnectionLog.Gap;
import io.marketbell.blackbox.cluster.ConnectionLog.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules that hold for notifications, whichever nodes fail: checked in the logs of publishers and clients. Each violation
 * begins with the name of its rule.
 */
final class Invariants {
    private final List<Accepted> accepted;
    private final List<ConnectionLog> connections;
    private final List<String> violations = new ArrayList<>();

    private Invariants(List<Accepted> accepted, List<ConnectionLog> connections) {
        this.accepted = accepted;
        this.connections = connections;
    }

    /** The violations; empty if there are none. All publications and connections must have ended. */
    static List<String> violations(List<Accepted> accepted, List<ConnectionLog> connections) {
        Invariants invariants = new Invariants(accepted, connections);
        invariants.everyKeyIsPublishedOnce();
        invariants.everyClientReceivesEverything();
        for (ConnectionLog connection : connections) {
            invariants.framesAreNumbered(connection);
            invariants.offsetsRise(connection);
            invariants.nothingIsLeftOut(connection);
            invariants.gapsNameExpiredOnes(connection);
            invariants.pricesDoNotGoBack(connection);
            connection.refusals().forEach(refusal -> invariants.violated("REFUSED", connection, refusal));
        }
        invariants.repetitionsAreMarked();
        return invariants.violations;
    }

    private void violated(String rule, Object where, String what) {
        violations.add(rule + ' ' + where + ": " + what);
    }

    private void everyKeyIsPublishedOnce() {
        Map<String, String> placeOfKey = new HashMap<>();
        for (Accepted each : accepted) {
            publishedOnce(placeOfKey, each.key(), each.offset() + " " + each.id(), each);
        }
        for (ConnectionLog connection : connections) {
            for (Delivery each : connection.deliveries()) {
                publishedOnce(placeOfKey, each.key(), each.offset() + " " + each.id(), connection);
            }
        }
    }

    private void publishedOnce(Map<String, String> placeOfKey, String key, String place, Object where) {
        String other = placeOfKey.putIfAbsent(key, place);
        if (other != null && !other.equals(place)) {
            violated("PUBLISHED TWICE", where, key + " has offset and id " + other + ", and also " + place);
        }
    }

    private void everyClientReceivesEverything() {
        Map<String, Set<Long>> received = new HashMap<>();
        Map<String, String> users = new HashMap<>();
        for (ConnectionLog connection : connections) {
            users.put(connection.client(), connection.user());
            Set<Long> offsets = received.computeIfAbsent(connection.client(), unused -> new HashSet<>());
            connection.deliveries().forEach(each -> offsets.add(each.offset()));
        }
        received.forEach((client, offsets) -> accepted.stream()
                .filter(each -> each.user().equals(users.get(client)))
                .filter(each -> !offsets.contains(each.offset()) && each.expires() == Long.MAX_VALUE)
                .forEach(each -> violated("LOST", client, "never received " + each)));
    }

    private void framesAreNumbered(ConnectionLog connection) {
        long expected = 1;
        for (long frame : connection.frames()) {
            if (frame != expected) {
                violated("FRAMES", connection, "frame " + frame + " instead of " + expected);
                return;
            }
            expected++;
        }
    }

    private void offsetsRise(ConnectionLog connection) {
        long last = connection.resumesAfter();
        for (Delivery each : connection.deliveries()) {
            if (each.offset() <= last) {
                violated("ORDER", connection, each + " after offset " + last);
            }
            last = each.offset();
        }
    }

    /** Between the offset that it resumes after and the highest that it received. */
    private void nothingIsLeftOut(ConnectionLog connection) {
        TreeSet<Long> offsets = new TreeSet<>();
        connection.deliveries().forEach(each -> offsets.add(each.offset()));
        if (offsets.isEmpty()) {
            return;
        }
        for (Accepted each : accepted) {
            boolean within = each.offset() > connection.resumesAfter() && each.offset() < offsets.last();
            if (within
                    && each.user().equals(connection.user())
                    && each.expires() == Long.MAX_VALUE
                    && !offsets.contains(each.offset())) {
                violated("HOLE", connection, "left out " + each + " and received " + offsets.higher(each.offset()));
            }
        }
    }

    private void gapsNameExpiredOnes(ConnectionLog connection) {
        for (Gap gap : connection.gaps()) {
            boolean expired = gap.reason().equals("EXPIRED")
                    && accepted.stream()
                            .anyMatch(each -> each.offset() >= gap.from()
                                    && each.offset() <= gap.to()
                                    && each.user().equals(connection.user())
                                    && each.expires() < gap.at());
            if (!expired) {
                violated(gap.reason().equals("RESET") ? "RESET" : "GAP", connection, gap.toString());
            }
        }
    }

    private void pricesDoNotGoBack(ConnectionLog connection) {
        Map<String, Price> last = new HashMap<>();
        for (Price each : connection.prices()) {
            Price before = last.put(each.key(), each);
            if (before != null && before.id().compareTo(each.id()) >= 0) {
                violated("PRICE BACK", connection, each + " after " + before);
            }
        }
    }

    /** A notification is marked if its user received it before the connection subscribed. */
    private void repetitionsAreMarked() {
        Map<String, Map<Long, Delivery>> first = new HashMap<>();
        Map<Delivery, ConnectionLog> where = new HashMap<>();
        for (ConnectionLog connection : connections) {
            Map<Long, Delivery> ofUser = first.computeIfAbsent(connection.user(), unused -> new HashMap<>());
            for (Delivery each : connection.deliveries()) {
                where.putIfAbsent(each, connection);
                ofUser.merge(each.offset(), each, (a, b) -> a.at() <= b.at() ? a : b);
            }
        }
        for (ConnectionLog connection : connections) {
            for (Delivery each : connection.deliveries()) {
                Delivery before = first.get(connection.user()).get(each.offset());
                if (!each.redelivered() && before.at() < connection.subscribedAt()) {
                    violated("UNMARKED REPEAT", connection, each + " repeats " + before + " of " + where.get(before));
                }
            }
        }
    }
}
