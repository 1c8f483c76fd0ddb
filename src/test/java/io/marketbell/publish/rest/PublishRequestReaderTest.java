package io.marketbell.publish.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.marketbell.http.body.BodyReservation;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.rest.PublishRequestReader.Request;
import io.marketbell.publish.rest.RequestItem.Faulty;
import io.marketbell.publish.rest.RequestItem.Sound;
import io.marketbell.publish.validation.PublishLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublishRequestReaderTest {

    /** The body, the status, and a part of the detail. */
    static Stream<Arguments> refusedBodies() {
        return Stream.of(
                arguments("", 400, "not valid JSON"),
                arguments("   ", 400, "not valid JSON"),
                arguments("nonsense", 400, "not valid JSON at line 1, column 2"),
                arguments("{'type':'ORDER_FILLED'", 400, "not valid JSON"),
                arguments("[{},{]", 400, "not valid JSON"),
                arguments("{}{}", 400, "not valid JSON"),
                arguments("[{}] x", 400, "not valid JSON"),
                arguments("{'a':01}", 400, "not valid JSON"),
                arguments("{'a':" + "[".repeat(500), 400, "not valid JSON"),
                arguments("[" + "{'a':".repeat(500), 400, "not valid JSON"),
                arguments("[[", 400, "not valid JSON"),
                arguments("[" + "{},".repeat(1_000) + "{}]", 413, "more than 1000 notifications"),
                arguments("[" + "{},".repeat(1_000) + "{} and what follows is not even read", 413, "more than 1000"),
                arguments("[]", 400, "one fault"));
    }

    @ParameterizedTest
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @MethodSource("refusedBodies")
    void anUnreadableBodyIsRefusedAsAWhole(String body, int status, String detail) {
        Problem problem = problem(PublishRequestReaderTest::json, text(body));

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.detail()).contains(detail).doesNotContain("Exception");
    }

    @Test
    void anObjectAndAnArrayOfOneAreDistinguished() {
        assertThat(json(text("{'type':'X'}")).single()).isTrue();
        assertThat(json(text("[{'type':'X'}]")).single()).isFalse();
    }

    @Test
    void anItemThatIsNoObjectAffectsNoOtherItem() {
        Request request = json(text("[{}, 7, [], null, 'x', {}]"));

        assertThat(request.items()).hasSize(6);
        assertThat(request.items().get(0)).isInstanceOf(Sound.class);
        assertThat(request.items().subList(1, 5))
                .allSatisfy(item -> assertThat(item).isInstanceOf(Faulty.class));
        assertThat(request.items().get(5)).isInstanceOf(Sound.class);
        assertThat(fault(json(text("7")))).isEqualTo(new Fault("", "must be an object, but is number"));
    }

    @Test
    void aDuplicateNameIsAFaultOfItsItem() {
        Request request = json(text("[{'a':1,'b':{'x/y':[{'c':1,'c':2,'c':3}]}},{}]"));

        assertThat(((Faulty) request.items().get(0)).faults())
                .containsExactly(new Fault("/b/x~1y/0/c", "duplicate field"));
        assertThat(request.items().get(1)).isInstanceOf(Sound.class);
    }

    @Test
    void anOverflowingNumberIsAFaultOfItsItem() {
        Request request = json(text("[{'a':[" + "9".repeat(2_000) + "],'b':1e99999999999},{}]"));

        assertThat(((Faulty) request.items().get(0)).faults())
                .extracting(Fault::pointer)
                .containsExactly("/a/0", "/b");
        assertThat(request.items().get(1)).isInstanceOf(Sound.class);
    }

    @Test
    void tooDeepNestingIsAFaultOfItsItem() {
        Request request = json(text("[{'body':" + "[".repeat(500) + "]".repeat(500) + ",'z':1},{}]"));

        assertThat(((Faulty) request.items().get(0)).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("more than 32 levels deep"));
        assertThat(request.items().get(1)).isInstanceOf(Sound.class);
    }

    @Test
    void anItemNestedThousandsOfLevelsDeepAffectsNoOtherItem() {
        String deep = "{'body':" + "{'a':".repeat(5_000) + "1" + "}".repeat(5_000) + "}";
        Request request = json(text("[" + deep + ",{'b':2}]"));

        assertThat(fault(request.items().get(0))).contains("nested more than 32 levels deep");
        assertThat(((Sound) request.items().get(1)).publication().item().getInt("b"))
                .isEqualTo(2);
        assertThat(fault(json(text(deep))).detail()).contains("nested more than 32 levels deep");
    }

    @Test
    void anOversizedItemAffectsNoOtherItem() {
        String large = "{'a':'" + "x".repeat(PublishLimits.ITEM_BYTES) + "'}";
        List<RequestItem> items = json(text("[" + large + ",{'b':2}]")).items();
        List<RequestItem> lines = lines(text(large + "\n{'b':2}\n" + large)).items();

        assertThat(fault(items.get(0))).isEqualTo("is longer than 1048576 bytes");
        assertThat(items.get(1)).isInstanceOf(Sound.class);
        assertThat(fault(lines.get(0))).isEqualTo("is longer than 1048576 bytes");
        assertThat(lines.get(1)).isInstanceOf(Sound.class);
        assertThat(fault(lines.get(2))).isEqualTo("is longer than 1048576 bytes");
    }

    @Test
    void anOversizedBodyIsNotStoredAndAffectsNoOtherItem() {
        Request request = json(text("[{'body':{'a':[" + "[],".repeat(300_000) + "[]]}},{}]"));

        assertThat(((Faulty) request.items().get(0)).faults())
                .containsExactly(new Fault("/body", "is longer than 16384 bytes"));
        assertThat(request.items().get(1)).isInstanceOf(Sound.class);
    }

    @Test
    void aFaultInALaterItemIsLocatedInTheWholeBody() {
        assertThat(problem(PublishRequestReaderTest::json, text("[{},\n{'a':1},\n  {'a':x}]"))
                        .detail())
                .contains("at line 3, column 8");
        assertThat(problem(PublishRequestReaderTest::json, text("[{}, {}")).detail())
                .contains("at line 1, column 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':|1|9",
                "{'type':tru|1|12",
                "{'a':x,'b':1|1|6",
                "[{},{'ü€😀':1,}]|1|14",
                "[{'ü':1},{'b' 1}]|1|15",
                "[{'a':1}|1|9",
                "{'a':1}}|1|8",
                "'abc|1|5"
            })
    void theFirstFaultIsLocatedInCharacters(String body, int line, int column) {
        assertThat(problem(PublishRequestReaderTest::json, text(body)).detail())
                .isEqualTo("the body is not valid JSON at line " + line + ", column " + column);
    }

    @Test
    void numbersKeepTheirDigits() {
        Request request = json(text("{'body':{'a':585.330,'b':12345678901234567890,'c':-0.0}}"));

        assertThat(((Sound) request.items().get(0)).publication().item().toString())
                .isEqualTo("{\"body\":{\"a\":585.330,\"b\":12345678901234567890,\"c\":0.0}}");
    }

    @Test
    void aRequestOfTheMaximumSizeIsAccepted() {
        String item = "{'body':{'a':'" + "x".repeat(16_000) + "'}}";

        assertThat(json(text("[" + (item + ",").repeat(999) + item + "]")).items())
                .hasSize(1_000);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTruncatedArrayEndsWithItsLine() {
        assertThat(fault(lines(text("[[[\n")))).isNotNull();
    }

    @Test
    void invalidUtf8IsReported() {
        byte[] body = text("{'type':'X?'}").readAllBytes();
        body[10] = (byte) 0xC0;

        assertThat(problem(PublishRequestReaderTest::json, new ByteArrayInputStream(body))
                        .detail())
                .isEqualTo("the body is not valid UTF-8");
    }

    @Test
    void tooManyBytesAreRefusedWhileReading() {
        CountingEndless endless = new CountingEndless();

        Problem problem = problem(PublishRequestReaderTest::json, endless);

        assertThat(problem.status()).isEqualTo(413);
        assertThat(problem.detail()).isEqualTo("the request is longer than 20 MiB");
        assertThat(endless.read).isLessThan(21 << 20);
        assertThat(problem(PublishRequestReaderTest::lines, new CountingEndless())
                        .status())
                .isEqualTo(413);
    }

    @Test
    void anInvalidLineAffectsNoOtherLine() throws IOException {
        byte[] notUtf8 = {'{', (byte) 0xFF, '}', '\n'};
        InputStream body = new SequenceInputStream(Collections.enumeration(List.of(
                text("{'a':1}\r\n\n  \nnonsense\n"), new ByteArrayInputStream(notUtf8), text("{} {}\n[1]\n{'b':2}"))));

        List<RequestItem> items = lines(body).items();

        assertThat(items).hasSize(6);
        assertThat(items.get(0)).isInstanceOf(Sound.class);
        assertThat(fault(items.get(1))).contains("the line is not valid JSON at line 1");
        assertThat(fault(items.get(2))).isEqualTo("the line is not valid UTF-8");
        assertThat(fault(items.get(3))).contains("not valid JSON");
        assertThat(fault(items.get(4))).contains("must be an object");
        assertThat(((Sound) items.get(5)).publication().item().getInt("b")).isEqualTo(2);
    }

    @Test
    void linesLongerThanTheBufferAreComplete() {
        String line = "{'a':'" + "x".repeat(20_000) + "'}\n";

        List<RequestItem> items = lines(text(line.repeat(3))).items();

        assertThat(items)
                .hasSize(3)
                .allSatisfy(
                        item -> assertThat(((Sound) item).publication().item().getString("a"))
                                .hasSize(20_000));
    }

    @Test
    void moreThanAThousandLinesAreRefused() {
        assertThat(lines(text("{}\n".repeat(1_000))).items()).hasSize(1_000);
        assertThat(problem(PublishRequestReaderTest::lines, text("{}\n".repeat(1_001)))
                        .status())
                .isEqualTo(413);
        assertThat(problem(PublishRequestReaderTest::lines, text("\n\n")).status())
                .isEqualTo(400);
    }

    private static Problem problem(Function<InputStream, Request> read, InputStream body) {
        return catchThrowableOfType(ProblemException.class, () -> read.apply(body))
                .problem();
    }

    @Test
    void anItemWithTooManyValuesIsRejectedAndTheOthersAreRead() {
        Request request = json(text("[{'recipients':[" + "[],".repeat(100_000) + "[]]},{'type':'SYSTEM_NOTICE'}]"));

        assertThat(fault(request.items().get(0))).contains("values");
        assertThat(request.items().get(1)).isInstanceOf(Sound.class);
    }

    @Test
    void theLargestValidItemIsWithinTheLimitOfValues() {
        String users = IntStream.range(0, PublishLimits.RECIPIENTS)
                .mapToObj(i -> "'u" + i + "'")
                .collect(Collectors.joining(","));
        String numbers = "0,".repeat((PublishLimits.BODY_BYTES - 8) / 2);
        Request request =
                json(text("{'type':'ORDER_FILLED','recipients':[" + users + "],'body':{'a':[" + numbers + "0]}}"));

        assertThat(request.items().get(0)).isInstanceOf(Sound.class);
    }

    private static Fault fault(Request request) {
        return ((Faulty) request.items().get(0)).faults().get(0);
    }

    private static String fault(RequestItem item) {
        return ((Faulty) item).faults().get(0).detail();
    }

    private static ByteArrayInputStream text(String json) {
        return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** An infinite stream of blanks. */
    private static final class CountingEndless extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return ' ';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            read += length;
            Arrays.fill(bytes, offset, offset + length, (byte) ' ');
            return length;
        }
    }

    private static Request json(InputStream body) {
        return PublishRequestReader.json(body, BodyReservation.unbounded());
    }

    private static Request lines(InputStream body) {
        return PublishRequestReader.lines(body, BodyReservation.unbounded());
    }
}
