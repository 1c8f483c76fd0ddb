package io.marketbell.publish.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.marketbell.identity.UserName;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.validation.PublicationValidator.Verdict;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublicationValidatorTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");
    private static final String FILL = "{'type':'ORDER_FILLED','recipients':['alice']";

    private static final CallbackPolicy CALLBACKS =
            (publisher, url) -> url.getHost().equals("hooks.example.com") && publisher.equals("desk")
                    ? Optional.empty()
                    : Optional.of("not for " + publisher + " to " + url.getHost());

    /** The item, the location of the fault, and a part of its detail. */
    static Stream<Arguments> faultyItems() {
        return Stream.of(
                arguments("{}", "/type", "type is required"),
                arguments("{'type':null}", "/type", "must be a string, but is null"),
                arguments("{'type':7}", "/type", "must be a string, but is a number"),
                arguments("{'type':true}", "/type", "must be a string, but is a boolean"),
                arguments("{'type':'ORDER_FILED','recipients':['a']}", "/type", "did you mean ORDER_FILLED?"),
                arguments("{'type':'order_filled','recipients':['a']}", "/type", "did you mean ORDER_FILLED?"),
                arguments("{'type':'WEATHER'}", "/type", "unknown type WEATHER"),
                arguments(FILL + ",'priority':'CRITCAL'}", "/priority", "did you mean CRITICAL?"),
                arguments(FILL + ",'priority':2}", "/priority", "must be a string, but is a number"),
                arguments(FILL + ",'recipient':['bob']}", "/recipient", "unknown field; did you mean recipients?"),
                arguments(FILL + ",'a/b~c':1}", "/a~1b~0c", "unknown field"),
                arguments(FILL + ",'offset':7}", "/offset", "unknown field"),
                arguments(FILL + ",'callback_url':'https://hooks.example.com/\\ud800'}", "/callback_url", "URL"),
                arguments("{'type':'ORDER_FILLED'}", "/recipients", "required for ORDER_FILLED"),
                arguments("{'type':'PRICE_UPDATE'}", "/instrument", "required for PRICE_UPDATE"),
                arguments("{'type':'BROKER_STATUS'}", "/broker", "required for BROKER_STATUS"),
                arguments("{'type':'SYSTEM_NOTICE','recipients':[]}", "/recipients", "must not be empty; omit it"),
                arguments("{'type':'SYSTEM_NOTICE','recipients':null}", "/recipients", "must be an array of users"),
                arguments("{'type':'ORDER_FILLED','recipients':'alice'}", "/recipients", "but is a string"),
                arguments("{'type':'ORDER_FILLED','recipients':['alice',7]}", "/recipients/1", "must be a string"),
                arguments("{'type':'ORDER_FILLED','recipients':['']}", "/recipients/0", "must not be empty"),
                arguments("{'type':'ORDER_FILLED','recipients':[' a']}", "/recipients/0", "begin or end with a space"),
                arguments(
                        "{'type':'ORDER_FILLED','recipients':['a','b','a']}",
                        "/recipients/2",
                        "duplicate of /recipients/0"),
                arguments(
                        "{'type':'ORDER_FILLED','recipients':['" + "u".repeat(201) + "']}",
                        "/recipients/0",
                        "at most 200"),
                arguments(
                        "{'type':'ORDER_FILLED','recipients':" + users(1_001) + "}",
                        "/recipients",
                        "1001 recipients; at most 1000"),
                arguments(FILL + ",'instrument':''}", "/instrument", "must not be empty"),
                arguments(FILL + ",'instrument':'AA\\u0007PL'}", "/instrument", "control characters"),
                arguments(FILL + ",'instrument':'\\ud800'}", "/instrument", "unpaired surrogate"),
                arguments(FILL + ",'instrument':'" + "i".repeat(65) + "'}", "/instrument", "at most 64"),
                arguments(FILL + ",'broker':'" + "b".repeat(65) + "'}", "/broker", "at most 64"),
                arguments(FILL + ",'key':'" + "k".repeat(201) + "'}", "/key", "at most 200"),
                arguments(FILL + ",'key':{}}", "/key", "must be a string, but is an object"),
                arguments(FILL + ",'body':[]}", "/body", "must be an object, but is an array"),
                arguments(FILL + ",'body':'{}'}", "/body", "must be an object, but is a string"),
                arguments(FILL + ",'body':" + body(17 * 1024) + "}", "/body", "17408 bytes long; at most 16384"),
                arguments(FILL + ",'body':{'a':'" + "€".repeat(5_460) + "'}}", "/body", "16388 bytes long"),
                arguments(FILL + ",'body':{'a':" + nested(32) + "}}", "/body", "more than 32 levels deep"),
                arguments(FILL + ",'body':{'a':'\\udc00'}}", "/body", "unpaired surrogate"),
                arguments(FILL + ",'time':'yesterday'}", "/time", "'yesterday' is not an RFC 3339 time"),
                arguments(FILL + ",'time':'2026-11-22T10:15:30'}", "/time", "with an offset"),
                arguments(FILL + ",'time':'1969-12-31T23:59:59Z'}", "/time", "between 1970 and 2200"),
                arguments(FILL + ",'time':1763806530}", "/time", "must be a string"),
                arguments(FILL + ",'time_to_live':'-PT5S'}", "/time_to_live", "must be positive"),
                arguments(FILL + ",'time_to_live':'PT0S'}", "/time_to_live", "must be positive"),
                arguments(FILL + ",'time_to_live':'P31D'}", "/time_to_live", "at most P30D"),
                arguments(FILL + ",'time_to_live':'5s'}", "/time_to_live", "not an ISO 8601 duration"),
                arguments(FILL + ",'time_to_live':'pt5s'}", "/time_to_live", "not an ISO 8601 duration"),
                arguments(FILL + ",'time_to_live':'PT1H-30M'}", "/time_to_live", "not an ISO 8601 duration"),
                arguments(FILL + ",'time':'2026-11-22T24:00:00Z'}", "/time", "not an RFC 3339 time"),
                arguments(FILL + ",'time_to_live':'P1M'}", "/time_to_live", "not an ISO 8601 duration"),
                arguments(FILL + ",'time_to_live':5}", "/time_to_live", "must be a string"),
                arguments(FILL + ",'expires_at':'2026-11-22T10:15:30Z'}", "/expires_at", "in the future"),
                arguments(FILL + ",'expires_at':'2027-11-22T10:15:30Z'}", "/expires_at", "at most 30 days ahead"),
                arguments(
                        FILL + ",'time_to_live':'PT5S','expires_at':'2026-11-22T10:16:30Z'}",
                        "/expires_at",
                        "mutually exclusive"),
                arguments(FILL + ",'callback_url':'/hook'}", "/callback_url", "absolute https or http"),
                arguments(FILL + ",'callback_url':'ftp://hooks.example.com/'}", "/callback_url", "https or http"),
                arguments(FILL + ",'callback_url':'https:///x'}", "/callback_url", "must have a host"),
                arguments(
                        FILL + ",'callback_url':'https://hooks.example.com:0/'}",
                        "/callback_url",
                        "port from 1 to 65535"),
                arguments(
                        FILL + ",'callback_url':'https://hooks.example.com:99999/'}",
                        "/callback_url",
                        "must have a port"),
                arguments(
                        FILL + ",'callback_url':'https://hooks.example.com:99999999999/'}",
                        "/callback_url",
                        "must have a port"),
                arguments(FILL + ",'callback_url':'https://a b/'}", "/callback_url", "is not a valid URL"),
                arguments(FILL + ",'callback_url':'https://u:p@hooks.example.com/'}", "/callback_url", "credentials"),
                arguments(FILL + ",'callback_url':'https://evil.test/'}", "/callback_url", "not for desk to evil.test"),
                arguments(
                        "{'type':'PRICE_UPDATE','instrument':'A','callback_url':'https://hooks.example.com/'}",
                        "/callback_url",
                        "volatile type PRICE_UPDATE"));
    }

    @ParameterizedTest
    @MethodSource("faultyItems")
    void aFaultHasItsPointer(String item, String pointer, String detail) {
        List<Fault> faults = faults(item);

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo(pointer);
            assertThat(fault.detail()).contains(detail);
        });
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        assertThat(faults("{'type':'ORDER_FILED','priority':'X','recipents':['a'],'time':'x','body':1}"))
                .extracting(Fault::pointer)
                .containsExactly("/type", "/priority", "/recipents", "/time", "/body");
    }

    @Test
    void faultsAboveTheLimitAreCounted() {
        String fields =
                IntStream.range(0, 70).mapToObj(i -> "'x" + i + "':1").reduce("'type':1", (a, b) -> a + "," + b);

        List<Fault> faults = faults("{" + fields + "}");

        assertThat(faults).hasSize(PublishLimits.FAULTS + 1);
        assertThat(faults.get(PublishLimits.FAULTS)).isEqualTo(new Fault("", "and 21 more faults"));
    }

    @Test
    void absentFieldsHaveTheDefaultsOfTheType() {
        Notification item = sound(FILL + "}");

        assertThat(item.priority()).isEqualTo(Priority.CRITICAL);
        assertThat(item.time()).isEqualTo(NOW);
        assertThat(item.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
        assertThat(item.recipients()).containsExactly("alice");
        assertThat(item.body()).isNull();
    }

    @Test
    void allGivenFieldsAreKept() {
        Notification item = sound("{'type':'PRICE_ALERT','priority':'LOW','instrument':'BTC/USD','broker':'alpaca',"
                + "'recipients':['alice','bob@desk'],'body':{'price': '585.33', 'n':[1.50, null,true,{ }]},"
                + "'time':'2026-11-22T11:15:30.1234567+01:00','time_to_live':'PT90S','key':'ord-7781#fill-2',"
                + "'callback_url':'https://hooks.example.com/x?y=1'}");

        assertThat(item.priority()).isEqualTo(Priority.LOW);
        assertThat(item.instrument()).isEqualTo("BTC/USD");
        assertThat(item.broker()).isEqualTo("alpaca");
        assertThat(item.recipients()).containsExactly("alice", "bob@desk");
        assertThat(item.body()).isEqualTo("{\"price\":\"585.33\",\"n\":[1.50,null,true,{}]}");
        assertThat(item.time()).isEqualTo("2026-11-22T10:15:30.123456Z");
        assertThat(item.expiresAt()).isEqualTo(NOW.plusSeconds(90));
        assertThat(item.key()).isEqualTo("ord-7781#fill-2");
        assertThat(item.callbackUrl()).isEqualTo("https://hooks.example.com/x?y=1");
    }

    @ParameterizedTest
    @EnumSource
    void personalTypesRequireRecipients(NotificationType type) {
        boolean open = List.of("PRICE_UPDATE", "BROKER_STATUS", "BROKER_ERROR", "SYSTEM_NOTICE")
                .contains(type.name());

        Verdict verdict = check("{'type':'" + type + "','instrument':'AAPL','broker':'alpaca'}");

        assertThat(verdict).isInstanceOf(open ? Verdict.Sound.class : Verdict.Faulty.class);
    }

    @Test
    void aBodyOfTheMaximumSizeIsAccepted() {
        assertThat(sound(FILL + ",'body':" + body(16 * 1024) + "}").body()).hasSize(16 * 1024);
        assertThat(sound(FILL + ",'body':{'a':" + nested(31) + "}}").body()).hasSizeGreaterThan(31);
    }

    @Test
    void aThousandRecipientsAreAccepted() {
        assertThat(sound("{'type':'ORDER_FILLED','recipients':" + users(1_000) + "}")
                        .recipients())
                .hasSize(1_000);
    }

    @Test
    void theLongestUserNameIsAValidRecipient() {
        String longest = "u".repeat(UserName.MAX_LENGTH);

        assertThat(sound("{'type':'ORDER_FILLED','recipients':['" + longest + "']}")
                        .recipients())
                .containsExactly(longest);
    }

    @Test
    void whitespaceDoesNotChangeTheHashButAnythingElseDoes() {
        byte[] hash = hash(FILL + ",'body':{'a':1}}");

        assertThat(hash(" {'type' : 'ORDER_FILLED',  'recipients':[ 'alice' ],'body':{'a':\n1}}"))
                .isEqualTo(hash);
        assertThat(hash(FILL + ",'body':{'a':2}}")).isNotEqualTo(hash);
    }

    private Notification sound(String item) {
        return verdict(item).notification();
    }

    private byte[] hash(String item) {
        return verdict(item).contentHash();
    }

    private Verdict.Sound verdict(String item) {
        assertThat(check(item)).isInstanceOf(Verdict.Sound.class);
        return (Verdict.Sound) check(item);
    }

    private List<Fault> faults(String item) {
        assertThat(check(item)).isInstanceOf(Verdict.Faulty.class);
        return ((Verdict.Faulty) check(item)).faults();
    }

    private Verdict check(String item) {
        return PublicationValidator.check(json(item), "desk", NOW, CALLBACKS, () -> "an id");
    }

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }

    private static String users(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "\"u" + i + "\"")
                .toList()
                .toString();
    }

    /** Returns a body of exactly this size. */
    private static String body(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
