package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.blackbox.HardenedResponse;
import io.marketbell.http.problem.FailingResource;
import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.server.MarketbellServer;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All filters of the product's WAR in the container. A request with many faults is answered by the first filter that
 * detects one; after each corrected fault, by the next one. Also covers failures behind all filters.
 */
@ExtendWith(ArquillianExtension.class)
class FilterOrderIT {
    private static final String CONFIGURATION = "WEB-INF/classes/META-INF/microprofile-config.properties";
    private static final String EXHAUSTED = "203.0.113.255";
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    @ArquillianResource
    private URL base;

    /** The peer is a trusted proxy, so it can set the client's address and scheme. */
    @Deployment(testable = false)
    static WebArchive archive() throws IOException {
        WebArchive product = ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/marketbell.war"));
        product.delete(CONFIGURATION);
        return ShrinkWrap.create(WebArchive.class, "filter-order.war")
                .merge(product)
                .add(
                        new StringAsset(
                                Files.readString(Path.of("src/main/resources/META-INF/microprofile-config.properties"))
                                        + """
                                        marketbell.identity.development.keys=true
                                        marketbell.protection.https.required=true
                                        marketbell.ratelimit.trusted.proxies=127.0.0.1
                                        marketbell.ratelimit.address.rate=1
                                        marketbell.ratelimit.address.burst=10
                                        """),
                        CONFIGURATION)
                .addClasses(
                        FailingResource.class,
                        FailingResource.Order.class,
                        FailingResource.Leg.class,
                        FailingPage.class);
    }

    /** The faults of a request, in the order of the filters that detect them, with the expected response. */
    private enum Fault {
        FORWARDED(400, "contains an invalid client address"),
        /** Refusals that come before the limits draw on the bucket, too. */
        EXHAUSTED_ADDRESS(429, "quota-exceeded"),
        HOST(400, "this host is not allowed"),
        IN_THE_CLEAR(403, "/problems/https-required"),
        PREFLIGHT(403, "cross-origin requests from this origin are not allowed"),
        CREDENTIALS(401, "/problems/unauthenticated"),
        INJECTION(400, "/problems/suspicious-input"),
        ORIGIN_OF_SOCKET(403, "WebSocket connections from this origin are not allowed");

        private final int status;
        private final String words;

        Fault(int status, String words) {
            this.status = status;
            this.words = words;
        }
    }

    static Stream<List<Fault>> waysIn() {
        List<Fault> api = new ArrayList<>(List.of(Fault.values()));
        api.remove(Fault.ORIGIN_OF_SOCKET);
        List<Fault> socket = new ArrayList<>(List.of(Fault.values()));
        socket.remove(Fault.PREFLIGHT);
        return Stream.of(api, socket);
    }

    @ParameterizedTest
    @MethodSource("waysIn")
    void theFirstFilterThatRefusesAnswers(List<Fault> faults) {
        boolean socket = faults.contains(Fault.ORIGIN_OF_SOCKET);
        exhaust();

        for (int mended = 0; mended < faults.size(); mended++) {
            Set<Fault> left = EnumSet.copyOf(faults.subList(mended, faults.size()));
            Fault first = faults.get(mended);
            RawHttp.Answer answer = ask(socket, left);
            // the bucket gains one token each second, which may be just before this request
            for (int i = 0;
                    i < 20 && first == Fault.EXHAUSTED_ADDRESS && !answer.body().contains(first.words);
                    i++) {
                exhaust();
                answer = ask(socket, left);
            }

            assertThat(answer.body()).as("%s of %s", first, left).contains(first.words);
            HardenedResponse.checkProblem(answer, first.status);
            HardenedResponse.check(answer, !left.contains(Fault.IN_THE_CLEAR));
            HardenedResponse.checkApi(answer);
        }
        assertThat(ask(socket, EnumSet.noneOf(Fault.class)).status()).isEqualTo(socket ? 101 : 200);
    }

    private void exhaust() {
        List<Integer> statuses = IntStream.range(0, 40)
                .mapToObj(i -> plain().send(
                                "GET",
                                path("styles/tokens.css"),
                                "X-Forwarded-For: " + EXHAUSTED,
                                "X-Forwarded-Proto: https")
                        .status())
                .toList();
        assertThat(statuses).endsWith(429);
    }

    /** Each request has its own client address, unless it must come from the exhausted one. */
    private RawHttp.Answer ask(boolean socket, Set<Fault> faults) {
        String client = faults.contains(Fault.EXHAUSTED_ADDRESS) ? EXHAUSTED : "203.0.113." + CLIENTS.incrementAndGet();
        List<String> headers = new ArrayList<>();
        headers.add("X-Forwarded-For: " + client + (faults.contains(Fault.FORWARDED) ? ", garbage" : ""));
        headers.add("X-Forwarded-Proto: " + (faults.contains(Fault.IN_THE_CLEAR) ? "http" : "https"));
        headers.add("Host: " + (faults.contains(Fault.HOST) ? "evil.example" : "localhost"));
        headers.add("X-API-Key: " + (faults.contains(Fault.CREDENTIALS) ? "mb_dev_nobody" : MarketbellServer.ALICE));
        if (faults.contains(Fault.PREFLIGHT) || faults.contains(Fault.ORIGIN_OF_SOCKET)) {
            headers.add("Origin: https://evil.example");
        }
        if (faults.contains(Fault.PREFLIGHT)) {
            headers.add("Access-Control-Request-Method: GET");
        }
        if (socket) {
            headers.addAll(List.of(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        }
        String query = faults.contains(Fault.INJECTION) ? "?note=x'%20OR%20'1'='1" : "";
        return plain().send(
                        faults.contains(Fault.PREFLIGHT) ? "OPTIONS" : "GET",
                        path(socket ? "ws/v1/notifications" : "api/v1/notifications") + query,
                        headers.toArray(String[]::new));
    }

    @Test
    void failuresBehindAllFiltersBecomeProblemsOverHttpAndHttps() {
        RawHttp https = RawHttp.tls(Integer.getInteger("marketbell.it.container.https.port"));
        for (String path : List.of("api/v1/failing?how=fault", FailingPage.PATH.substring(1))) {
            for (RawHttp client : List.of(plain(), https)) {
                RawHttp.Answer answer =
                        client.send("GET", path(path), "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https");

                HardenedResponse.checkProblem(answer, 500);
                HardenedResponse.check(answer, true);
                assertThat(answer.one("Cache-Control")).isEqualTo("no-store");
                assertThat(answer.body()).contains("/problems/internal").doesNotContain("secret");
            }
        }
    }

    private RawHttp plain() {
        return RawHttp.plain(base.getPort());
    }

    private String path(String path) {
        return base.getPath() + path;
    }
}
