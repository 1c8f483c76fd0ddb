package io.marketbell.publish.rest;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.json.JsonText;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson;
import io.marketbell.notification.Outcome;
import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.NotificationService.Page;
import io.marketbell.publish.NotificationService.Read;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.NotificationService.Status;
import java.util.List;
import java.util.Map;

/** Builds the responses of the resource. */
final class PublishingResponses {
    /** Seconds after which a client should retry if the database is unavailable. */
    static final int RETRY_AFTER = 5;

    private PublishingResponses() {}

    /** Returns null if the item was accepted. */
    static Problem refusal(Receipt receipt) {
        if (receipt instanceof Receipt.Invalid invalid) {
            return invalid(invalid.faults());
        }
        if (receipt instanceof Receipt.Suspicious suspicious) {
            return suspicious(suspicious.faults());
        }
        if (receipt instanceof Receipt.KeyReused reused) {
            return Problem.of(
                    ProblemType.KEY_REUSED,
                    "the key was already used with different content, by notification " + reused.id());
        }
        if (receipt instanceof Receipt.Unavailable) {
            return Problem.of(ProblemType.UNAVAILABLE, "durable storage is unavailable; retry later");
        }
        return null;
    }

    static Problem invalid(List<Fault> faults) {
        return Problem.invalid(flaws(faults));
    }

    private static Problem suspicious(List<Fault> faults) {
        ProblemType type = ProblemType.SUSPICIOUS_INPUT;
        return new Problem(
                type,
                type.title(),
                type.status(),
                "the value at " + faults.get(0).pointer() + " looks like an attack; the notification was not published",
                null,
                flaws(faults));
    }

    private static List<Problem.Flaw> flaws(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new Problem.Flaw(fault.pointer(), fault.detail()))
                .toList();
    }

    static void accepted(StringBuilder json, Receipt.Accepted accepted) {
        json.append("\"id\":\"").append(accepted.id()).append('"');
        if (accepted.offset() > 0) {
            json.append(",\"offset\":").append(accepted.offset());
        }
        json.append(",\"duplicate\":").append(accepted.duplicate());
    }

    static String status(Status status) {
        Notification notification = status.notification();
        StringBuilder json = new StringBuilder(256);
        json.append("{\"id\":\"").append(notification.id());
        json.append("\",\"type\":\"").append(notification.type());
        if (notification.offset() > 0) {
            json.append("\",\"offset\":").append(notification.offset()).append(",\"state\":\"");
        } else {
            json.append("\",\"state\":\"");
        }
        json.append(status.state()).append("\",\"recipients\":{");
        String before = "\"";
        for (Map.Entry<Outcome.Kind, Long> count : status.recipients().entrySet()) {
            json.append(before).append(count.getKey()).append("\":").append(count.getValue());
            before = ",\"";
        }
        json.append("},\"accepted_at\":\"").append(notification.acceptedAt());
        json.append("\",\"expires_at\":\"").append(notification.expiresAt());
        return json.append("\",\"as_of\":\"")
                .append(status.asOf())
                .append("\"}")
                .toString();
    }

    static String page(Page page) {
        StringBuilder json = new StringBuilder(128 + 400 * page.notifications().size());
        json.append("{\"notifications\":[");
        for (int i = 0; i < page.notifications().size(); i++) {
            Read read = page.notifications().get(i);
            json.append(i == 0 ? "" : ",");
            json.append(NotificationJson.of(
                    read.notification(),
                    read.redelivered() ? NotificationJson.Mark.REDELIVERED : NotificationJson.Mark.FRESH));
        }
        json.append("],\"next_after\":").append(page.nextAfter());
        json.append(",\"head\":").append(page.head());
        json.append(",\"epoch\":");
        JsonText.quote(json, page.epoch());
        return json.append('}').toString();
    }
}
