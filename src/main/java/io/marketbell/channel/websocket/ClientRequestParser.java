package io.marketbell.channel.websocket;

import io.marketbell.channel.FilterParser;
import io.marketbell.channel.NameLimits;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.json.StrictJson;
import io.marketbell.json.TextPolicy;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.function.BiFunction;

/** Parses the frames of clients. Never throws; returns a {@link ClientRequest.Broken} for an unreadable frame. */
final class ClientRequestParser {
    private static final ClientRequest MALFORMED = new ClientRequest.Broken(DisconnectReason.MALFORMED);

    /** A valid request has a nesting depth of four. */
    private static final int DEPTH = 16;

    private ClientRequestParser() {}

    static ClientRequest read(String text, TextPolicy policy, NameLimits limits) {
        JsonObject frame = StrictJson.object(text, DEPTH);
        if (frame == null || !(frame.get("method") instanceof JsonString method)) {
            return MALFORMED;
        }
        ClientRequest request = read(frame, method, limits);
        if (request instanceof ClientRequest.Broken) {
            return request;
        }
        // Inspected even if the parameters are faulty: the reply repeats the id and names the faulty values.
        FrameTextInspection.Refused refused = new FrameTextInspection(policy)
                .refused(frame, method.getString().equals("auth"));
        return refused == null
                ? request
                : new ClientRequest.Faulty(
                        new RequestEcho(method.getString(), numbered(frame, refused)), refused.detail());
    }

    /** A text that looks like an attack is not repeated in the reply. */
    private static String numbered(JsonObject frame, FrameTextInspection.Refused refused) {
        JsonValue id = frame.get("req_id");
        return id == null || refused.isRequestId() || !isScalar(id) ? null : id.toString();
    }

    private static boolean isScalar(JsonValue id) {
        return !(id instanceof JsonObject) && id.getValueType() != JsonValue.ValueType.ARRAY;
    }

    private static ClientRequest read(JsonObject frame, JsonString method, NameLimits limits) {
        return switch (method.getString()) {
            case "auth" -> read(frame, method, ClientRequestParser::auth);
            case "subscribe" -> read(frame, method, (echo, params) -> subscribe(echo, params, limits));
            case "unsubscribe" -> read(frame, method, ClientRequestParser::unsubscribe);
            case "subscriptions" -> read(frame, method, (echo, params) -> new ClientRequest.Subscriptions(echo));
            case "ack" -> read(frame, method, ClientRequestParser::acknowledge);
            case "ping" -> read(frame, method, (echo, params) -> new ClientRequest.Ping(echo));
            default -> new ClientRequest.Broken(DisconnectReason.UNKNOWN_METHOD);
        };
    }

    private static ClientRequest read(
            JsonObject frame, JsonString name, BiFunction<RequestEcho, RequestParameters, ClientRequest> method) {
        JsonValue id = frame.get("req_id");
        if (id != null && !isScalar(id)) {
            return new ClientRequest.Faulty(
                    new RequestEcho(name.getString(), null), "req_id must be a string, a number or a boolean");
        }
        RequestEcho echo = new RequestEcho(name.getString(), id == null ? null : id.toString());
        JsonValue given = frame.getOrDefault("params", JsonValue.EMPTY_JSON_OBJECT);
        if (!(given instanceof JsonObject members)) {
            return new ClientRequest.Faulty(echo, "params must be an object");
        }
        RequestParameters params = new RequestParameters(members);
        ClientRequest request = method.apply(echo, params);
        return params.faults().isEmpty() ? request : new ClientRequest.Faulty(echo, String.join("; ", params.faults()));
    }

    private static ClientRequest auth(RequestEcho echo, RequestParameters params) {
        String token = params.text("token");
        String apiKey = params.text("api_key");
        if ((token == null) == (apiKey == null)) {
            params.fault("auth requires exactly one of token and api_key");
            return null;
        }
        return new ClientRequest.Auth(echo, token, apiKey);
    }

    private static ClientRequest subscribe(RequestEcho echo, RequestParameters params, NameLimits limits) {
        FilterParser parser = new FilterParser(limits, params::fault);
        parser.types(params.texts("types"));
        parser.instruments(params.texts("instruments"));
        parser.brokers(params.texts("brokers"));
        parser.minimumPriority(params.text("min_priority"));
        boolean snapshot = params.flag("snapshot");
        long resumeAfter = params.offset("resume_after", -1);
        String epoch = params.text("epoch");
        return new ClientRequest.Subscribe(
                echo, new Connection.Subscribe(parser.filter(), snapshot, resumeAfter, epoch));
    }

    private static ClientRequest unsubscribe(RequestEcho echo, RequestParameters params) {
        String subscription = params.text("subscription");
        if (subscription == null) {
            params.fault("subscription is required");
        }
        return new ClientRequest.Unsubscribe(echo, subscription);
    }

    private static ClientRequest acknowledge(RequestEcho echo, RequestParameters params) {
        long offset = params.offset("offset", -1);
        if (offset < 0) {
            params.fault("offset is required");
        }
        return new ClientRequest.Acknowledge(echo, offset);
    }
}
