package io.marketbell.publish.validation;

import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.NotificationService.Fault;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** The rules of a published item. Names every fault at once, each by its JSON pointer. */
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
     * @param publisher whose item it is
     * @param now when it is accepted: the start of its time to live, and the default of its time
     */
    public Verdict check(JsonObject item, String publisher, Instant now) {
        return new ItemValidator(item, publisher, now, callbacks).verdict();
    }
}
