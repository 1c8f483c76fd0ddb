package io.marketbell.publish.rest;

import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.Publication;
import java.util.List;

/** One item of a request: either a publication, or the reason why it could not be read. */
sealed interface RequestItem {
    record Sound(Publication publication) implements RequestItem {}

    record Faulty(List<Fault> faults) implements RequestItem {}

    static RequestItem faulty(String pointer, String detail) {
        return new Faulty(List.of(new Fault(pointer, detail)));
    }
}
