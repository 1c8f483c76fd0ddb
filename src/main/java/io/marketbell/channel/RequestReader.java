package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Connection;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Reads the frames of clients. Never throws: returns a {@link Request.Broken} for an unreadable frame. */
final class RequestReader {
    private static final Request MALFORMED = new Request.Broken(CloseReason.MALFORMED);

    private RequestReader() {}

    static Request read(String text) {
        return read(text, (kind, place, value) -> false);
    }

    static Request read(String text, FramePolicy policy) {
        return read(text, policy, NameLimits.DEFAULT);
    }

    static Request read(String text, FramePolicy policy, NameLimits limits) {
        JsonObject frame = FrameParser.parse(text);
        if (frame == null || !(frame.get("method") instanceof JsonString method)) {
            return MALFORMED;
        }
        Request request = read(frame, method, limits);
        if (request instanceof Request.Broken || request instanceof Request.Faulty || request instanceof Request.Auth) {
            return request;
        }
        String suspicious = new FrameTexts(policy).refused(frame);
        return suspicious == null
                ? request
                : new Request.Faulty(
                        new Echo(method.getString(), numbered(frame, suspicious)),
                        (suspicious.isEmpty() ? "a member's name" : suspicious) + " looks like an attack");
    }

    /** What looks like an attack is not said back. */
    private static String numbered(JsonObject frame, String suspicious) {
        JsonValue id = frame.get("req_id");
        return id == null || suspicious.equals("/req_id") ? null : id.toString();
    }

    private static Request read(JsonObject frame, JsonString method, NameLimits limits) {
        return switch (method.getString()) {
            case "auth" -> read(frame, method, RequestReader::auth);
            case "subscribe" -> read(frame, method, (echo, params) -> subscribe(echo, params, limits));
            case "unsubscribe" -> read(frame, method, RequestReader::unsubscribe);
            case "subscriptions" -> read(frame, method, (echo, params) -> new Request.Subscriptions(echo));
            case "ack" -> read(frame, method, RequestReader::acknowledge);
            case "ping" -> read(frame, method, (echo, params) -> new Request.Ping(echo));
            default -> new Request.Broken(CloseReason.UNKNOWN_METHOD);
        };
    }

    private interface Method {
        Request read(Echo echo, Parameters params);
    }

    private static Request read(JsonObject frame, JsonString name, Method method) {
        JsonValue id = frame.get("req_id");
        if (id instanceof JsonObject || id != null && id.getValueType() == JsonValue.ValueType.ARRAY) {
            return new Request.Faulty(
                    new Echo(name.getString(), null), "req_id must be a string, a number or a boolean");
        }
        Echo echo = new Echo(name.getString(), id == null ? null : id.toString());
        JsonValue given = frame.getOrDefault("params", JsonValue.EMPTY_JSON_OBJECT);
        if (!(given instanceof JsonObject members)) {
            return new Request.Faulty(echo, "params must be an object");
        }
        Parameters params = new Parameters(members);
        Request request = method.read(echo, params);
        return params.faults().isEmpty() ? request : new Request.Faulty(echo, String.join("; ", params.faults()));
    }

    private static Request auth(Echo echo, Parameters params) {
        String token = params.text("token");
        String apiKey = params.text("api_key");
        if ((token == null) == (apiKey == null)) {
            params.fault("auth requires exactly one of token and api_key");
            return null;
        }
        return new Request.Auth(echo, token, apiKey);
    }

    private static Request subscribe(Echo echo, Parameters params, NameLimits limits) {
        FilterWords words = new FilterWords(limits, params::fault);
        words.types(params.texts("types"));
        words.instruments(params.texts("instruments"));
        words.brokers(params.texts("brokers"));
        words.minimumPriority(params.text("min_priority"));
        boolean snapshot = params.flag("snapshot");
        long resumeAfter = params.offset("resume_after", -1);
        String epoch = params.text("epoch");
        return new Request.Subscribe(echo, new Connection.Subscribe(words.filter(), snapshot, resumeAfter, epoch));
    }

    private static Request unsubscribe(Echo echo, Parameters params) {
        String subscription = params.text("subscription");
        if (subscription == null) {
            params.fault("subscription is required");
        }
        return new Request.Unsubscribe(echo, subscription);
    }

    private static Request acknowledge(Echo echo, Parameters params) {
        long offset = params.offset("offset", -1);
        if (offset < 0) {
            params.fault("offset is required");
        }
        return new Request.Acknowledge(echo, offset);
    }
}
