package io.marketbell.publish.rest;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.publish.NotificationService.Receipt;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Builds the response of a publishing request from its receipts. */
final class PublishResponse {
    private PublishResponse() {}

    /** @param receipts of the items that could be read, in order */
    static Response of(PublishRequestReader.Request request, List<Receipt> receipts, String path) {
        return request.single() ? ofOne(request.items().get(0), receipts, path) : ofSeveral(request, receipts, path);
    }

    private static Response ofOne(RequestItem item, List<Receipt> receipts, String path) {
        if (item instanceof RequestItem.Faulty faulty) {
            return PublishingResponses.invalid(faulty.faults())
                    .at(path)
                    .response()
                    .build();
        }
        if (receipts.get(0) instanceof Receipt.Accepted accepted) {
            StringBuilder json = new StringBuilder(96).append('{');
            PublishingResponses.accepted(json, accepted);
            // A path instead of a complete URL, because the server's public host must not be taken from the request.
            return ok(Response.Status.ACCEPTED, json.append('}').toString())
                    .header(HttpHeaders.LOCATION, path + "/" + accepted.id())
                    .build();
        }
        Problem refusal = PublishingResponses.refusal(receipts.get(0)).at(path);
        return retryable(refusal.response(), refusal.status()).build();
    }

    private static Response ofSeveral(PublishRequestReader.Request request, List<Receipt> receipts, String path) {
        StringBuilder accepted = new StringBuilder(80 * request.items().size()).append("\"accepted\":[");
        StringBuilder rejected = new StringBuilder("\"rejected\":[");
        List<Problem> refusals = new ArrayList<>();
        Iterator<Receipt> receipt = receipts.iterator();
        int index = 0;
        for (RequestItem item : request.items()) {
            Problem refusal = null;
            if (item instanceof RequestItem.Faulty faulty) {
                refusal = PublishingResponses.invalid(faulty.faults());
            } else {
                Receipt next = receipt.next();
                if (next instanceof Receipt.Accepted taken) {
                    entry(accepted, index);
                    PublishingResponses.accepted(accepted, taken);
                    accepted.append('}');
                } else {
                    refusal = PublishingResponses.refusal(next);
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
                : ok(Response.Status.ACCEPTED, "{" + members + "}").build();
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
        Problem problem = Problem.of(type, detail).at(path);
        return retryable(problem.response("," + members), problem.status()).build();
    }

    private static Response.ResponseBuilder retryable(Response.ResponseBuilder response, int status) {
        return status == 503 ? response.header(HttpHeaders.RETRY_AFTER, PublishingResponses.RETRY_AFTER) : response;
    }

    static Response.ResponseBuilder ok(Response.Status status, String json) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.getBytes(StandardCharsets.UTF_8));
    }
}
