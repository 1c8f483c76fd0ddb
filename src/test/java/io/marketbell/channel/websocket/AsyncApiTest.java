package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.FrameEncoder;
import io.marketbell.channel.RequestRefusal;
import io.marketbell.channel.SessionInfo;
import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DeliveryHub.Admission.Position;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Frame.GapReason;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.identity.CredentialRefusal;
import io.marketbell.identity.Tier;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.subscription.SubscriptionFilter;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Checks that /asyncapi.yaml describes exactly the frames that are parsed and encoded. */
class AsyncApiTest {
    private static final ApiDocument DOCUMENT = ApiDocument.asyncApi();
    private static final String CHANNEL = "/channels/notifications/";
    private static final Instant TIME = Instant.parse("2026-11-22T10:15:30.123Z");
    private static final SubscriptionFilter EXAMPLE_FILTER = new SubscriptionFilter(
            Set.of(NotificationType.ORDER_FILLED, NotificationType.PRICE_UPDATE),
            Set.of("AAPL", "MSFT"),
            Set.of("alpaca"),
            Priority.LOW);

    /** The request that each client example is parsed to. */
    private static final Map<String, ClientRequest> COMMANDS = commands();

    /** The text that is encoded for the event of each server example. */
    private static final Map<String, String> FRAMES = frames();

    private static Map<String, ClientRequest> commands() {
        Map<String, ClientRequest> commands = new LinkedHashMap<>();
        commands.put("auth/apiKey", new ClientRequest.Auth(new RequestEcho("auth", "1"), null, "mb_dev_alice"));
        commands.put(
                "auth/token",
                new ClientRequest.Auth(
                        new RequestEcho("auth", "1"), "eyJhbGciOiJSUzI1NiJ9.eyJ1cG4iOiJhbGljZSJ9.c2ln", null));
        commands.put(
                "subscribe/everything",
                new ClientRequest.Subscribe(
                        new RequestEcho("subscribe", "2"),
                        new Connection.Subscribe(SubscriptionFilter.EVERYTHING, false, -1, null)));
        commands.put(
                "subscribe/filtered",
                new ClientRequest.Subscribe(
                        new RequestEcho("subscribe", "2"), new Connection.Subscribe(EXAMPLE_FILTER, true, 812, "e7")));
        commands.put("unsubscribe/one", new ClientRequest.Unsubscribe(new RequestEcho("unsubscribe", "3"), "s1"));
        commands.put("subscriptions/all", new ClientRequest.Subscriptions(new RequestEcho("subscriptions", "4")));
        commands.put("ack/silent", new ClientRequest.Acknowledge(new RequestEcho("ack", null), 815));
        commands.put("ack/answered", new ClientRequest.Acknowledge(new RequestEcho("ack", "\"a-17\""), 815));
        commands.put("ping/ping", new ClientRequest.Ping(new RequestEcho("ping", "5")));
        return commands;
    }

    private static Map<String, String> frames() {
        ScriptedConnection c9 = new ScriptedConnection("k3f-c9", "alice", "key-alice", null, Runnable::run, () -> {});
        ChannelSettings settings = UnauthenticatedSocketFixture.SETTINGS;
        Map<String, String> frames = new LinkedHashMap<>();
        frames.put(
                "session/session",
                ReplyEncoder.session(
                        new RequestEcho("auth", "1"),
                        new SessionInfo(Trade.ALICE, new Admitted(c9, new Position("e7", 830, 815)), settings)));
        frames.put(
                "session/without_database",
                ReplyEncoder.session(
                        new RequestEcho("auth", "1"), new SessionInfo(Trade.ALICE, new Admitted(c9, null), settings)));
        frames.put(
                "subscribed/subscribed",
                ReplyEncoder.subscribed(
                        new RequestEcho("subscribe", "2"),
                        "s1",
                        List.of(new ActiveSubscription("s1", EXAMPLE_FILTER))));
        frames.put(
                "subscribed/unsubscribed",
                ReplyEncoder.subscribed(new RequestEcho("unsubscribe", "3"), "s1", List.of()));
        frames.put(
                "subscriptionList/list",
                ReplyEncoder.subscriptions(
                        new RequestEcho("subscriptions", "4"),
                        List.of(new ActiveSubscription("s1", SubscriptionFilter.EVERYTHING))));
        frames.put("acknowledged/acknowledged", ReplyEncoder.acknowledged(new RequestEcho("ack", "\"a-17\""), 815));
        frames.put("pong/pong", ReplyEncoder.success(new RequestEcho("ping", "5")));
        refusals(frames);
        frames.put("data/batch", FrameEncoder.of(new Frame.Data(91, List.of(fill(), price()))));
        frames.put("resuming/resuming", FrameEncoder.of(new Frame.Status.Resuming(812)));
        frames.put("resumed/resumed", FrameEncoder.of(new Frame.Status.Resumed(830)));
        frames.put("gap/expired", FrameEncoder.of(new Frame.Status.Gap(70, 81, GapReason.EXPIRED)));
        frames.put("gap/reset", FrameEncoder.of(new Frame.Status.Gap(812, 812, GapReason.RESET)));
        frames.put("gap/resetWhileConnected", FrameEncoder.of(new Frame.Status.Gap(830, 812, GapReason.RESET, "e8")));
        frames.put("conflated/conflated", FrameEncoder.of(new Frame.Status.Conflated(340)));
        frames.put("dropped/dropped", FrameEncoder.of(new Frame.Status.Dropped(12)));
        frames.put("acked/acked", FrameEncoder.of(new Frame.Status.Acked(815)));
        frames.put("shutdown/shutdown", FrameEncoder.of(new Frame.Status.Shutdown(1500)));
        frames.put(
                "heartbeat/heartbeat", FrameEncoder.of(new Frame.Heartbeat(Instant.parse("2026-11-22T10:15:45.123Z"))));
        return frames;
    }

    /** These texts are verified by the tests of the classes that send them. */
    private static void refusals(Map<String, String> frames) {
        ClientRequest wrong =
                ParsedRequests.read("{\"method\":\"subscribe\",\"params\":{\"types\":[\"ORDER_FILED\"]},\"req_id\":2}");
        frames.put(
                "refused/invalid",
                ReplyEncoder.error(wrong.echo(), RequestRefusal.INVALID, ((ClientRequest.Faulty) wrong).detail()));
        RequestEcho auth = new RequestEcho("auth", "6");
        frames.put(
                "refused/unauthenticated",
                ReplyEncoder.error(auth, RequestRefusal.UNAUTHENTICATED, "the credential is not valid"));
        frames.put(
                "refused/forbidden",
                ReplyEncoder.error(
                        auth,
                        RequestRefusal.FORBIDDEN,
                        "the credential belongs to another user; open a new connection"));
        frames.put(
                "refused/unknown",
                ReplyEncoder.error(
                        new RequestEcho("unsubscribe", "3"),
                        RequestRefusal.UNKNOWN,
                        "this connection has no subscription s9"));
        RequestEcho subscribe = new RequestEcho("subscribe", "2");
        int most = DeliverySettings.defaults().subscriptionsPerConnection();
        frames.put(
                "refused/tooManySubscriptions",
                ReplyEncoder.error(
                        subscribe,
                        RequestRefusal.CONFLICT,
                        "a connection may have at most " + most + " subscriptions"));
        frames.put(
                "refused/tooManyRequests",
                ReplyEncoder.error(subscribe, RequestRefusal.TOO_MANY, "rate limit exceeded; slow down"));
        frames.put(
                "refused/unavailable",
                ReplyEncoder.error(auth, RequestRefusal.UNAVAILABLE, CredentialRefusal.UNAVAILABLE.detail()));
    }

    private static Delivery fill() {
        return new Delivery(
                new RoutedNotification(notification(
                        "01JD8Q6Z4N7W2T5V9XKAHB3CFM",
                        NotificationType.ORDER_FILLED,
                        List.of("alice"),
                        816,
                        "ord-7781#fill-1",
                        "{\"order_id\":\"ord-7781\",\"price\":\"585.33\",\"quantity\":\"18\"}",
                        "01JD8Q6Z4N7W2T5V9XKAHB3CFA")),
                Mark.REDELIVERED);
    }

    private static Delivery price() {
        return new Delivery(
                new RoutedNotification(notification(
                        "01JD8Q6Z6D0R8YJ3M5N7P9Q1S2",
                        NotificationType.PRICE_UPDATE,
                        List.of(),
                        0,
                        null,
                        "{\"bid\":\"585.31\",\"ask\":\"585.35\"}",
                        null)),
                Mark.STALE);
    }

    private static Notification notification(
            String id,
            NotificationType type,
            List<String> recipients,
            long offset,
            String key,
            String body,
            String replayOf) {
        return new Notification(
                id,
                type,
                type.defaultPriority(),
                TIME,
                "AAPL",
                "alpaca",
                recipients,
                offset,
                TIME.plus(type.defaultTimeToLive()),
                key,
                body,
                "feed",
                TIME,
                null,
                replayOf);
    }

    @ParameterizedTest
    @MethodSource("clientExamples")
    void everyClientExampleIsParsedToItsRequest(String example) {
        assertThat(ParsedRequests.read(payload(example).toString())).isEqualTo(COMMANDS.get(example));
    }

    static Set<String> clientExamples() {
        return COMMANDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("serverExamples")
    void everyServerExampleEqualsTheEncodedFrame(String example) {
        assertThat(payload(example)).isEqualTo(ApiDocument.value(FRAMES.get(example)));
    }

    static Set<String> serverExamples() {
        return FRAMES.keySet();
    }

    @Test
    void everyExampleIsTested() {
        Set<String> all = new HashSet<>(COMMANDS.keySet());
        all.addAll(FRAMES.keySet());

        assertThat(examples()).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleConformsToItsSchemaAndHasNoUndocumentedMembers(String example) {
        JsonNode schema = DOCUMENT.at("/components/messages/" + example.split("/")[0] + "/payload");

        assertThat(DOCUMENT.faults(schema, payload(example))).isEmpty();
        assertThat(DOCUMENT.undocumented(schema, payload(example))).allMatch(place -> place.contains("/body/"));
    }

    static List<String> examples() {
        return DOCUMENT.at("/components/messages")
                .propertyStream()
                .flatMap(message -> message.getValue()
                        .get("examples")
                        .valueStream()
                        .map(example ->
                                message.getKey() + '/' + example.get("name").asString()))
                .toList();
    }

    private static JsonNode payload(String example) {
        String[] steps = example.split("/");
        return DOCUMENT.at("/components/messages/" + steps[0] + "/examples")
                .valueStream()
                .filter(candidate -> candidate.get("name").asString().equals(steps[1]))
                .findAny()
                .orElseThrow(() -> new AssertionError("there is no example " + example))
                .get("payload");
    }

    @Test
    void everyRequestAndEveryStatusHasAMessage() {
        Set<Class<?>> understood = Arrays.stream(ClientRequest.class.getPermittedSubclasses())
                .filter(kind -> kind != ClientRequest.Faulty.class && kind != ClientRequest.Broken.class)
                .collect(Collectors.toSet());
        assertThat(COMMANDS.values().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(understood);

        Set<String> events = Arrays.stream(Frame.Status.class.getPermittedSubclasses())
                .map(kind -> kind.getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(DOCUMENT.at("/components/messages").propertyNames()).containsAll(events);
    }

    @Test
    void everyMessageIsSentByAnOperation() {
        Set<String> sent = new TreeSet<>();
        DOCUMENT.at("/operations").forEach(operation -> {
            operation.get("messages").forEach(message -> sent.add(name(message)));
            operation.at("/reply/messages").forEach(message -> sent.add(name(message)));
        });

        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(
                        DOCUMENT.at("/components/messages").propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        DOCUMENT.at(CHANNEL + "messages").propertyNames());
    }

    private static String name(JsonNode reference) {
        String target = reference.get("$ref").asString();
        return target.substring(target.lastIndexOf('/') + 1);
    }

    @Test
    void theParametersOfSubscribeAreThoseOfTheCode() {
        Set<String> components = Stream.concat(
                        Arrays.stream(SubscriptionFilter.class.getRecordComponents()),
                        Arrays.stream(Connection.Subscribe.class.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("filter"))
                .map(name -> name.equals("minimumPriority") ? "minPriority" : name)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
        JsonNode documented = DOCUMENT.schema("Subscribe").at("/properties/params/properties");

        assertThat(documented.propertyNames()).containsExactlyInAnyOrderElementsOf(components);
        for (String name : documented.propertyNames()) {
            assertThat(ParsedRequests.read("{\"method\":\"subscribe\",\"params\":{\"" + name + "\":{}}}"))
                    .as("%s of the wrong type", name)
                    .isInstanceOf(ClientRequest.Faulty.class);
        }
    }

    @Test
    void aSubscribersStreamTakesTheSameParameters() {
        Set<String> query = ApiDocument.openApi()
                .at("/paths/~1api~1v1~1notifications~1stream/get/parameters")
                .valueStream()
                .filter(parameter -> parameter.get("in").asString().equals("query"))
                .map(parameter -> parameter.get("name").asString())
                .collect(Collectors.toSet());

        assertThat(query)
                .containsExactlyInAnyOrderElementsOf(DOCUMENT.schema("Subscribe")
                        .at("/properties/params/properties")
                        .propertyNames());
    }

    /** 1006 is never sent, because the client is already gone. 1011 is sent for internal errors. */
    @Test
    void closeCodesMatchTheCode() {
        Set<Integer> codes = Arrays.stream(DisconnectReason.values())
                .map(reason -> reason == DisconnectReason.GONE ? SocketTransport.INTERNAL_ERROR : reason.code())
                .collect(Collectors.toSet());

        assertThat(DOCUMENT.at(CHANNEL + "x-close-codes")
                        .valueStream()
                        .map(code -> code.get("code").asInt()))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void refusalsMatchTheCode() {
        assertThat(DOCUMENT.schema("Refused")
                        .at("/properties/error/properties/code/enum")
                        .valueStream()
                        .map(JsonNode::asInt))
                .containsExactlyElementsOf(Arrays.stream(RequestRefusal.values())
                        .map(RequestRefusal::code)
                        .toList());
    }

    @Test
    void limitsMatchTheCode() {
        DeliverySettings defaults = DeliverySettings.defaults();
        JsonNode limits = DOCUMENT.at(CHANNEL + "x-limits");

        assertThat(limits.get("frame_bytes").asInt()).isEqualTo(NotificationSocket.LARGEST_FRAME);
        assertThat(limits.get("unauthenticated_frame_bytes").asInt())
                .isEqualTo(NotificationSocket.LARGEST_UNAUTHENTICATED_FRAME);
        assertThat(limits.get("subscriptions_per_connection").asInt()).isEqualTo(defaults.subscriptionsPerConnection());
        assertThat(limits.get("connections_per_user").asInt()).isEqualTo(defaults.connectionsPerUser());
        assertThat(limits.get("auth_within_seconds").asString())
                .isEqualTo(Long.toString(ChannelSettings.AUTHENTICATION.toSeconds()));
        assertThat(limits.get("batch_size").asInt()).isEqualTo(defaults.batchSize());
        assertThat(limits.get("batch_delay_ms").asLong())
                .isEqualTo(defaults.batchDelay().toMillis());
        assertThat(limits.get("queue_notifications").asInt()).isEqualTo(defaults.queueSize());
        assertThat(limits.get("queue_bytes").asInt()).isEqualTo(defaults.queueBytes());
        assertThat(DOCUMENT.at(CHANNEL + "x-heartbeat/seconds").asLong())
                .isEqualTo(defaults.heartbeat().toSeconds());
    }

    @Test
    void enumValuesMatchTheCode() {
        assertThat(DOCUMENT.texts("/components/schemas/NotificationType/enum"))
                .containsExactlyElementsOf(
                        NotificationType.known().stream().map(Enum::name).toList());
        assertThat(DOCUMENT.texts("/components/schemas/Priority/enum"))
                .containsExactlyElementsOf(names(Priority.values()));
        assertThat(DOCUMENT.texts("/components/schemas/Gap/properties/reason/enum"))
                .containsExactlyElementsOf(names(GapReason.values()));
        assertThat(DOCUMENT.texts("/components/schemas/SessionReply/properties/result/properties/tier/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Tier.values()).map(Tier::label).toList());
        assertThat(DOCUMENT.at(CHANNEL + "address").asString()).isEqualTo(NotificationSocket.PATH);
        assertThat(DOCUMENT.at(CHANNEL + "x-subprotocol").asString()).isEqualTo(NotificationSocket.SUBPROTOCOL);
    }

    /** The same over every channel. */
    @Test
    void aNotificationIsDescribedAsInOpenApi() {
        assertThat(DOCUMENT.properties("Notification"))
                .containsExactlyElementsOf(ApiDocument.openApi().properties("Notification"));
        assertThat(DOCUMENT.texts("/components/schemas/Notification/required"))
                .isEqualTo(ApiDocument.openApi().texts("/components/schemas/Notification/required"));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
