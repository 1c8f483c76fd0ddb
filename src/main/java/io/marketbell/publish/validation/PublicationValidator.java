package io.marketbell.publish.validation;

import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.NotificationService.Fault;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** The validation rules of a published item. Reports all faults at once, each with its JSON pointer. */
public final class PublicationValidator {
    private final CallbackPolicy callbacks;

    public PublicationValidator(CallbackPolicy callbacks) {
        this.callbacks = callbacks;
    }

    public sealed interface Verdict {
        record Sound(ValidatedItem item) implements Verdict {}

        record Faulty(List<Fault> faults) implements Verdict {}
    }

    /**
     * @param publisher the publisher of the item
     * @param now the time of acceptance: the start of the time to live, and the default of the time
     */
    public Verdict check(JsonObject item, String publisher, Instant now) {
        return new ItemValidator(item, publisher, now, callbacks).verdict();
    }
}
