package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.Received;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<ConnectionLog> connections = new ArrayList<>();

    private void expiring(long offset, long expires) {
        accepted.add(new Accepted("k" + offset, "id" + offset, offset, "alice", "n1", false, 0, 5, expires));
    }

    private void accepted(long... offsets) {
        for (long offset : offsets) {
            expiring(offset, Long.MAX_VALUE);
        }
    }

    private ConnectionLog connection(String client, long subscribedAt, long after) {
        ConnectionLog connection = new ConnectionLog(client, "alice", connections.size() + 1, "n2");
        connection.subscribes(subscribedAt, after);
        connections.add(connection);
        return connection;
    }

    private static void frame(ConnectionLog connection, long at, long seq, boolean redelivered, long... offsets) {
        String data = java.util.stream.LongStream.of(offsets)
                .mapToObj(offset -> "{\"offset\":%d,\"id\":\"id%d\",\"key\":\"k%d\",\"redelivered\":%s}"
                        .formatted(offset, offset, offset, redelivered))
                .collect(java.util.stream.Collectors.joining(","));
        connection.add(
                at,
                new Received.Data(
                        seq, Json.read('[' + data + ']').asJsonArray().getValuesAs(jakarta.json.JsonObject.class)));
    }

    private static void gap(ConnectionLog connection, long at, long from, long to, String reason) {
        String json = "{\"event\":\"gap\",\"from\":%d,\"to\":%d,\"reason\":\"%s\"}".formatted(from, to, reason);
        connection.add(at, new Received.Status("gap", Json.object(json)));
    }

    private List<String> violations() {
        return Invariants.violations(accepted, connections);
    }

    @Test
    void aClientThatResumesElsewhereAndRepeatsWithAMarkIsRight() {
        accepted(1, 2, 3);
        frame(connection("c", 10, 0), 20, 1, false, 1, 2);
        ConnectionLog second = connection("c", 30, 1);
        frame(second, 40, 1, true, 2);
        frame(second, 41, 2, false, 3);

        assertThat(violations()).isEmpty();
    }

    @Test
    void twoConnectionsOfAUserMayReceiveTheSameAtTheSameTime() {
        accepted(1);
        ConnectionLog one = connection("c", 10, 0);
        ConnectionLog other = connection("d", 11, 0);
        frame(one, 20, 1, false, 1);
        frame(other, 25, 1, false, 1);

        assertThat(violations()).isEmpty();
    }

    @Test
    void anUnmarkedRepetitionIsFound() {
        accepted(1);
        frame(connection("c", 10, 0), 20, 1, false, 1);
        frame(connection("c", 30, 0), 40, 1, false, 1);

        assertThat(violations()).singleElement().asString().startsWith("UNMARKED REPEAT c#2@n2");
    }

    @Test
    void aLostNotificationIsFoundForEachClient() {
        accepted(1, 2);
        frame(connection("c", 10, 0), 20, 1, false, 1, 2);
        frame(connection("d", 10, 0), 20, 1, false, 1);

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("LOST d: never received")
                .contains("offset=2");
    }

    @Test
    void aHoleIsFoundEvenIfTheNotificationArrivesLater() {
        accepted(1, 2, 3);
        frame(connection("c", 10, 0), 20, 1, false, 1, 3);
        frame(connection("c", 30, 1), 40, 1, true, 2, 3);

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("HOLE c#1@n2")
                .contains("offset=2");
    }

    @Test
    void fallingOffsetsAndRepetitionsOfAConnectionAreFound() {
        accepted(1, 2);
        ConnectionLog connection = connection("c", 10, 0);
        frame(connection, 20, 1, false, 2, 1);
        frame(connection, 21, 2, false, 1);

        assertThat(violations()).hasSize(2).allMatch(each -> each.startsWith("ORDER c#1@n2"));
    }

    @Test
    void aMissingFrameIsFound() {
        accepted(1, 2);
        ConnectionLog connection = connection("c", 10, 0);
        frame(connection, 20, 1, false, 1);
        frame(connection, 21, 3, false, 2);

        assertThat(violations()).containsExactly("FRAMES c#1@n2: frame 3 instead of 2");
    }

    @Test
    void onlyGapsOfExpiredOnesAreAllowed() {
        expiring(1, 15);
        accepted(2);
        ConnectionLog connection = connection("c", 10, 0);
        gap(connection, 20, 1, 1, "EXPIRED");
        frame(connection, 20, 1, false, 2);
        gap(connection, 21, 2, 2, "EXPIRED");
        gap(connection, 22, 0, 2, "RESET");

        assertThat(violations())
                .hasSize(2)
                .anyMatch(each -> each.startsWith("GAP"))
                .anyMatch(each -> each.startsWith("RESET"));
    }

    @Test
    void aKeyWithTwoOffsetsIsFound() {
        accepted(1);
        accepted.add(new Accepted("k1", "other", 2, "alice", "n2", false, 0, 5, Long.MAX_VALUE));
        frame(connection("c", 10, 0), 20, 1, false, 1, 2);

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("PUBLISHED TWICE")
                .contains("k1 has offset and id 1 id1, and also 2 other");
    }

    @Test
    void aRefusedAcknowledgementIsFound() {
        ConnectionLog connection = connection("c", 10, 0);
        connection.add(
                20,
                new Received.Answer(new io.marketbell.testkit.client.Reply(Json.object(
                        "{\"method\":\"ack\",\"success\":false,\"error\":{\"code\":400,\"title\":\"Bad Request\"}}"))));

        assertThat(violations()).singleElement().asString().startsWith("REFUSED c#1@n2");
    }

    @Test
    void aPriceThatGoesBackIsFound() {
        ConnectionLog connection = connection("c", 10, 0);
        price(connection, 20, "X", "01B");
        price(connection, 30, "Y", "01A");
        price(connection, 40, "X", "01C");
        assertThat(violations()).isEmpty();

        price(connection, 50, "X", "01B");

        assertThat(violations()).singleElement().asString().startsWith("PRICE BACK c#1@n2");
    }

    @Test
    void aRepeatedPriceIsFound() {
        ConnectionLog connection = connection("c", 10, 0);
        price(connection, 20, "X", "01B");
        price(connection, 30, "X", "01B");

        assertThat(violations()).singleElement().asString().startsWith("PRICE BACK c#1@n2");
    }

    private static void price(ConnectionLog connection, long at, String instrument, String id) {
        connection.add(
                at,
                new Received.Data(
                        connection.frames().size() + 1,
                        List.of(Json.object()
                                .add("instrument", instrument)
                                .add("id", id)
                                .build())));
    }
}
