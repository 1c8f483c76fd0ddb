package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The number of reading connections that must receive each publication. */
final class ExpectedReceivers {
    private final List<String> types;
    private final int[] byInstrument;
    private final Map<String, Integer> byUser = new TreeMap<>();
    private int all;

    ExpectedReceivers(List<String> types, int instruments) {
        this.types = List.copyOf(types);
        this.byInstrument = new int[instruments];
    }

    /** Adds a reading connection of this user, subscribed to these instruments. */
    void add(String user, int[] instruments) {
        all++;
        byUser.merge(user, 1, Integer::sum);
        for (int instrument : instruments) {
            byInstrument[instrument]++;
        }
    }

    private boolean wants(NotificationType type) {
        return types.isEmpty() || types.contains(type.name());
    }

    int ofInstrument(NotificationType type, int instrument) {
        return wants(type) ? byInstrument[instrument] : 0;
    }

    int ofUser(NotificationType type, String user) {
        return wants(type) ? byUser.getOrDefault(user, 0) : 0;
    }

    int everyone(NotificationType type) {
        return wants(type) ? all : 0;
    }
}
