package io.marketbell.publish.validation;

import io.marketbell.json.PointerStep;
import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one item: all of it, up to a bound that keeps the answer smaller than the question. */
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

    /** A member's name as a step of a JSON pointer (RFC 6901), shortened where it is absurdly long. */
    static String step(String name) {
        return PointerStep.of(name);
    }

    /** A value as it may be quoted in a detail. */
    public static String shortened(String value) {
        return value.length() <= 64 ? value : value.substring(0, 61) + "...";
    }
}
