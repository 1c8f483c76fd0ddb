package io.marketbell.deadletter;

import static io.marketbell.deadletter.DeadLetters.Reason.EXPIRED;
import static io.marketbell.deadletter.DeadLetters.Reason.UNDELIVERABLE;
import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.ProductArchive;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.notification.NotificationType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters on the real database, in the server. */
@ExtendWith(ArquillianExtension.class)
class DeadLettersIT {

    @Inject
    DeadLetters box;

    @Inject
    DeadLetterStore store;

    @Inject
    Replays replays;

    @Inject
    DeadLetterPorts ports;

    @Deployment
    static WebArchive archive() {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, "deadletter-it.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.deadletter",
                        "io.marketbell.json",
                        "io.marketbell.notification")
                .addClasses(io.marketbell.identity.Role.class, io.marketbell.identity.Tier.class)
                .addClasses(
                        DeadLettersIT.class,
                        DeadLetterPorts.class,
                        Fixtures.class,
                        OperatorPorts.class,
                        OperatorPorts.Api.class)
                .addAsLibraries(Libraries.of(Assertions.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ProductArchive.with(archive);
    }

    @BeforeEach
    void emptyBox() {
        box.flush();
        store.evictBeyond(0);
        ports.republished().clear();
        ports.audited().clear();
    }

    @Test
    void letterIsReadBackUnchanged() {
        box.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 5, "connection reset");
        assertThat(box.flush()).isTrue();

        DeadLetter letter = store.newest(DeadLetterFilter.ALL, null, 10).get(0);
        assertThat(letter.notification()).isEqualTo(fill("n1", "alice"));
        assertThat(letter.attempts()).isEqualTo(5);
        assertThat(letter.detail()).isEqualTo("connection reset");
        assertThat(letter.replay()).isNull();
        assertThat(store.byId(letter.id())).contains(letter);
        assertThat(store.byId("unknown")).isEmpty();
    }

    @Test
    void repeatedFailureIsStoredOnceAndUpdated() {
        box.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 5, "first");
        box.flush();
        box.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 7, "second");
        box.add(fill("n1", "alice"), "alice", EXPIRED, 0, null);
        box.flush();

        assertThat(store.count()).isEqualTo(2);
        assertThat(store.newest(new DeadLetterFilter(UNDELIVERABLE, null, null), null, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.attempts()).isEqualTo(7);
                    assertThat(letter.detail()).isEqualTo("second");
                });
        assertThat(box.reasonsOf("n1")).isEqualTo(Map.of("alice", EXPIRED));
    }

    @Test
    void pagesAreStableWhileLettersAreAdded() {
        for (int i = 0; i < 25; i++) {
            box.add(fill("n" + i, "alice"), i % 5 == 0 ? "bob" : "alice", EXPIRED, 0, null);
        }
        box.flush();
        List<String> seen = new ArrayList<>();
        String before = null;
        for (List<DeadLetter> page = page(before); !page.isEmpty(); page = page(before)) {
            page.forEach(letter -> seen.add(letter.notification().id()));
            before = page.get(page.size() - 1).id();
            box.add(fill("late" + seen.size(), "alice"), "alice", EXPIRED, 0, null);
            box.flush();
        }

        assertThat(seen)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("n24", "n23")
                .endsWith("n1", "n0");
        assertThat(store.newest(new DeadLetterFilter(EXPIRED, NotificationType.ORDER_FILLED, "bob"), null, 100))
                .hasSize(5);
        assertThat(store.newest(new DeadLetterFilter(null, NotificationType.PRICE_ALERT, null), null, 100))
                .isEmpty();
    }

    private List<DeadLetter> page(String before) {
        return store.newest(DeadLetterFilter.ALL, before, 10);
    }

    @Test
    void aThousandLettersAreWrittenQuickly() {
        Duration quickest = Duration.ofDays(1);
        for (int round = 0; round < 3; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                box.add(fill("n" + round + "-" + i, "alice"), "alice", EXPIRED, 0, null);
            }
            box.flush();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.println("1,000 letters took " + took.toMillis() + " ms");
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
        }
        assertThat(store.count()).isEqualTo(3_000);
        assertThat(quickest).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void oldestLettersAreEvicted() {
        DeadLetterQueue small = new DeadLetterQueue(store, Clock.systemUTC(), 10, 100, Runnable::run);
        for (int i = 0; i < 12; i++) {
            small.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        small.flush();

        assertThat(store.count()).isEqualTo(10);
        assertThat(small.evicted()).isEqualTo(2);
        assertThat(store.newest(DeadLetterFilter.ALL, null, 100))
                .extracting(letter -> letter.notification().id())
                .doesNotContain("n0", "n1");
    }

    @Test
    void replayIsMarkedAndNotRepeated() {
        box.add(fill("n1", "alice"), "alice", EXPIRED, 0, null);
        box.add(fill("n2", "bob"), "bob", EXPIRED, 0, null);
        box.flush();
        String id = store.newest(new DeadLetterFilter(null, null, "alice"), null, 1)
                .get(0)
                .id();

        Replays.Result first = replays.replay(id, "olga").orElseThrow().join();
        Replays.Result second = replays.replay(id, "olga").orElseThrow().join();

        assertThat(first).isEqualTo(new Replays.Result.Done(id, "again-n1", 900, false));
        assertThat(second).isEqualTo(new Replays.Result.Done(id, "again-n1", 0, true));
        assertThat(ports.republished()).containsExactly("n1 to alice under dead-letter:" + id);
        assertThat(store.countUnreplayed(DeadLetterFilter.ALL, null)).isEqualTo(1);
        assertThat(replays.replayAll(new DeadLetterFilter(EXPIRED, null, "bob"), null, 10, "olga")
                        .remaining())
                .isZero();
        assertThat(store.countUnreplayed(DeadLetterFilter.ALL, null)).isZero();
    }

    @Test
    void deleteRemovesOneLetter() {
        box.add(fill("n1", "alice"), "alice", EXPIRED, 0, null);
        box.flush();
        String id = store.newest(DeadLetterFilter.ALL, null, 1).get(0).id();

        assertThat(store.delete(id)).isTrue();
        assertThat(store.delete(id)).isFalse();
        assertThat(store.count()).isZero();
    }

    @Test
    void misspeltFilterIsRejected() {
        assertThatThrownBy(() -> DeadLetterQuery.many("{\"filter\":{\"recipent\":\"alice\"}}"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("recipent");
        assertThatThrownBy(() -> DeadLetterQuery.many("{}")).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> DeadLetterQuery.many("[")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> DeadLetterQuery.before("%%")).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> DeadLetterQuery.limit("0")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> DeadLetterQuery.filter("LOST", null, null)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void operatorsSearchReplayAndDeleteOverRest() throws Exception {
        for (int i = 0; i < 5; i++) {
            box.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        JsonObject first = json(call("GET", "?limit=3&reason=EXPIRED", "", 200));
        assertThat(first.getJsonArray("dead_letters")).hasSize(3);
        JsonObject second = json(call("GET", "?limit=3&cursor=" + first.getString("next_cursor"), "", 200));
        assertThat(second.getJsonArray("dead_letters")).hasSize(2);
        assertThat(second).doesNotContainKey("next_cursor");

        String id = first.getJsonArray("dead_letters").getJsonObject(0).getString("id");
        JsonObject letter = json(call("GET", "/" + id, "", 200));
        assertThat(letter.getJsonObject("notification").getJsonObject("body").getString("order_id"))
                .isEqualTo("ord-7781");

        JsonObject replayed = json(call("POST", "/" + id + "/replay", "", 202));
        assertThat(replayed.getString("id")).isEqualTo("again-n4");
        assertThat(replayed.getBoolean("duplicate")).isFalse();
        assertThat(json(call("POST", "/" + id + "/replay", "", 202)).getBoolean("duplicate"))
                .isTrue();
        JsonObject many = json(call("POST", "/replay", "{\"filter\":{\"recipient\":\"alice\"}}", 200));
        assertThat(many.getJsonArray("replayed")).hasSize(4);
        assertThat(many.getInt("remaining")).isZero();
        assertThat(ports.audited()).contains("olga dead_letter.replay dead_letter:" + id + " replayed as again-n4");

        call("DELETE", "/" + id, "", 204);
        call("DELETE", "/" + id, "", 404);
        call("GET", "/" + id, "", 404);
        call("POST", "/" + id + "/replay", "", 404);
    }

    @Test
    void invalidQueriesAndOtherRolesAreRejected() throws Exception {
        call("GET", "?limit=0", "", 400);
        call("GET", "?reason=LOST", "", 400);
        call("GET", "?cursor=%25", "", 400);
        call("POST", "/replay", "{\"filter\":{\"recipent\":\"alice\"}}", 400);
        // the server responds with 401, the identity package with 403
        assertThat(send("GET", "", "", "trader").statusCode()).isIn(401, 403);
    }

    private static String call(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> response = send(method, path, body, "operator");
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isEqualTo(status);
        return response.body();
    }

    private static HttpResponse<String> send(String method, String path, String body, String role) throws Exception {
        URI uri = URI.create(
                "http://localhost:" + System.getProperty("HTTP_PORT") + "/deadletter-it/api/v1/dead-letters" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Role", role)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject json(String text) {
        return StoredNotification.object(text);
    }
}
