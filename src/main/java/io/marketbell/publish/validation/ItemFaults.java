package io.marketbell.publish.validation;

import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one item, up to a limit that keeps the response smaller than the request. */
public final class ItemFaults {
    private final List<Fault> named = new ArrayList<>(2);
    private int unnamed;

    void add(ItemField field, String detail) {
        add(field.pointer(), detail);
    }

    public void add(String pointer, String detail) {
        if (named.size() < PublishLimits.FAULTS) {
            named.add(new Fault(pointer, detail));
        } else {
            unnamed++;
        }
    }

    public boolean isEmpty() {
        return named.isEmpty();
    }

    public List<Fault> list() {
        if (unnamed > 0) {
            named.add(new Fault("", "and " + unnamed + " more faults"));
            unnamed = 0;
        }
        return List.copyOf(named);
    }

    /** Returns a value as it may be quoted in a detail. */
    public static String shortened(String value) {
        return value.length() <= 64 ? value : value.substring(0, 61) + "...";
    }
}
