package io.marketbell.publish.rest;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Builds the responses of the resource. */
final class PublishingResponses {
    private PublishingResponses() {}

    /** @param receipts of the items that could be read, in order */
    static Response published(PublishRequestReader.Request request, List<Receipt> receipts, String path) {
        return request.single() ? ofOne(request.items().get(0), receipts, path) : ofSeveral(request, receipts, path);
    }

    private static Response ofOne(RequestItem item, List<Receipt> receipts, String path) {
        Problem refusal = refusal(item);
        if (refusal != null) {
            return ProblemResponse.of(refusal.at(path));
        }
        if (receipts.get(0) instanceof Receipt.Accepted accepted) {
            StringBuilder json = new StringBuilder(96).append('{');
            accepted(json, accepted);
            // A path instead of a complete URL, because the server's public host must not be taken from the request.
            return json(Response.Status.ACCEPTED, json.append('}'))
                    .header(HttpHeaders.LOCATION, path + "/" + accepted.id())
                    .build();
        }
        return ProblemResponse.of(refusal(receipts.get(0)).at(path));
    }

    private static Response ofSeveral(PublishRequestReader.Request request, List<Receipt> receipts, String path) {
        StringBuilder accepted = new StringBuilder(80 * request.items().size()).append("\"accepted\":[");
        StringBuilder rejected = new StringBuilder("\"rejected\":[");
        List<Problem> refusals = new ArrayList<>();
        Iterator<Receipt> receipt = receipts.iterator();
        int index = 0;
        for (RequestItem item : request.items()) {
            Problem refusal = refusal(item);
            if (refusal == null) {
                Receipt next = receipt.next();
                if (next instanceof Receipt.Accepted taken) {
                    entry(accepted, index);
                    accepted(accepted, taken);
                    accepted.append('}');
                } else {
                    refusal = refusal(next);
                }
            }
            if (refusal != null) {
                refusals.add(refusal);
                entry(rejected, index).append("\"problem\":");
                refusal.appendTo(rejected);
                rejected.append('}');
            }
            index++;
        }
        String members = accepted.append("],").append(rejected).append(']').toString();
        return refusals.size() == index
                ? allRejected(refusals, members, path)
                : json(Response.Status.ACCEPTED, "{" + members + "}").build();
    }

    private static StringBuilder entry(StringBuilder json, int index) {
        if (json.charAt(json.length() - 1) == '}') {
            json.append(',');
        }
        return json.append("{\"index\":").append(index).append(',');
    }

    /**
     * Returns the common status of the entries, or 400 if they differ. The entries have the same form as beside
     * accepted ones.
     */
    private static Response allRejected(List<Problem> refusals, String members, String path) {
        boolean alike = refusals.stream().map(Problem::status).distinct().count() == 1;
        ProblemType type = alike ? refusals.get(0).type() : ProblemType.VALIDATION;
        String detail = "none of the " + refusals.size() + " notifications was accepted; see 'rejected'";
        return ProblemResponse.of(
                Problem.of(type, detail).members("," + members).at(path));
    }

    private static Response.ResponseBuilder json(Response.Status status, CharSequence json) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns null if the item is a publication. */
    static Problem refusal(RequestItem item) {
        if (item instanceof RequestItem.Faulty faulty) {
            return invalid(faulty.faults());
        }
        return item instanceof RequestItem.OutOfScope outside
                ? Problem.of(ProblemType.FORBIDDEN, "the API key does not allow this notification; see 'errors'")
                        .errors(flaws(outside.faults()))
                : null;
    }

    /** Returns null if the item was accepted. */
    private static Problem refusal(Receipt receipt) {
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

    private static Problem invalid(List<Fault> faults) {
        return Problem.invalid(flaws(faults));
    }

    private static Problem suspicious(List<Fault> faults) {
        Fault first = faults.get(0);
        String detail = "the notification was not published: the value at " + first.pointer() + " " + first.detail();
        return Problem.of(ProblemType.SUSPICIOUS_INPUT, detail).errors(flaws(faults));
    }

    private static List<Problem.Flaw> flaws(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new Problem.Flaw(fault.pointer(), fault.detail()))
                .toList();
    }

    private static void accepted(StringBuilder json, Receipt.Accepted accepted) {
        json.append("\"id\":\"").append(accepted.id()).append('"');
        if (accepted.offset() > 0) {
            json.append(",\"offset\":").append(accepted.offset());
        }
        json.append(",\"duplicate\":").append(accepted.duplicate());
    }

    static Response status(Status status) {
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
        json.append("\",\"as_of\":\"").append(status.asOf()).append("\"}");
        return json(Response.Status.OK, json).build();
    }

    static Response page(Page page) {
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
        return json(Response.Status.OK, json.append('}')).build();
    }

    static Response acknowledged(long offset) {
        return json(Response.Status.OK, "{\"acknowledged\":" + offset + "}").build();
    }
}
