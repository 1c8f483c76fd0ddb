package io.marketbell.publish.rest;

import io.marketbell.json.StrictJson;
import io.marketbell.json.TreeBounds;
import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.Publication;
import io.marketbell.publish.validation.ItemFaults;
import io.marketbell.publish.validation.PublishLimits;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One item of a request: either a publication, or the reason why it is not published. */
sealed interface RequestItem {
    /** Limits of the item itself and of its body. */
    TreeBounds BOUNDS = new TreeBounds(
            PublishLimits.BODY_DEPTH + 1,
            Map.of(ItemField.BODY.label(), PublishLimits.BODY_BYTES),
            PublishLimits.ITEM_VALUES);

    record Sound(Publication publication) implements RequestItem {}

    record Faulty(List<Fault> faults) implements RequestItem {}

    /** The credential does not allow this publication. */
    record OutOfScope(List<Fault> faults) implements RequestItem {}

    /** @param weight an estimate of the heap that the item occupies, in bytes */
    record Reading(RequestItem item, long weight) {}

    static RequestItem faulty(String pointer, String detail) {
        return new Faulty(List.of(new Fault(pointer, detail)));
    }

    /**
     * Parses the text of one item. A fault inside the item (a duplicate name, a number of a thousand digits, a body
     * that is too long) is reported with its location in this item, and does not fail the request.
     *
     * @throws io.marketbell.json.MalformedJson if the text is not one JSON value
     */
    static Reading read(String text) {
        ItemFaults faults = new ItemFaults();
        StrictJson.Tree tree = StrictJson.tree(text, BOUNDS, faults::add);
        if (!(tree.value() instanceof JsonObject object)) {
            String given = tree.value().getValueType().name().toLowerCase(Locale.ROOT);
            return new Reading(faulty("", "must be an object, but is " + given), 0);
        }
        return faults.isEmpty()
                ? new Reading(new Sound(new Publication(object)), tree.weight())
                : new Reading(new Faulty(faults.list()), 0);
    }
}
