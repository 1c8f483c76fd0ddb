package io.marketbell.testkit.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The results of a tape that every server must deliver. Subclasses provide the server. */
abstract class TapeReplayContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> USERS = List.of("alice", "bob");
    private static final List<String> FILLS = List.of("ORDER_FILLED");

    /** The address of a server with the development keys. */
    protected abstract URI base();

    @Test
    void theSampleTapeReachesEveryoneInOrderAtItsOwnSpeed() {
        replay(Tape.sample(), "sample-paced", TapeReplay::atTapeSpeed);
    }

    @Test
    void theSampleTapeReachesEveryoneInOrderAtFullSpeed() {
        replay(Tape.sample(), "sample-full", (replay, tape) -> replay.atFullSpeed(tape, 7));
    }

    @Test
    void theRealTapeReachesEveryoneInOrderAtFiveTimesItsSpeed() {
        replay(realTape(), "real-paced", (replay, tape) -> replay.atTapeSpeed(tape, 5));
    }

    @Test
    void theRealTapeReachesEveryoneInOrderAtFullSpeed() {
        replay(realTape(), "real-full", (replay, tape) -> replay.atFullSpeed(tape, 100));
    }

    private static Tape realTape() {
        Optional<Tape> tape = Tape.shared();
        assumeTrue(
                tape.isPresent(),
                () -> "skipped: there is no tape in the folder that -D" + Tape.SHARED_DATA + " names: "
                        + System.getProperty(Tape.SHARED_DATA));
        return tape.get();
    }

    private void replay(Tape tape, String name, BiConsumer<TapeReplay, TapePublications> play) {
        String run = name + '-' + Long.toString(System.currentTimeMillis(), 36);
        TapePublications publications = new TapePublications(tape, USERS, run);
        RestClient publisher = RestClient.withKey(base(), MarketbellServer.PUBLISHER);
        try (MarketbellClient alice = MarketbellClient.connect(base(), MarketbellServer.ALICE);
                MarketbellClient bob = MarketbellClient.connect(base(), MarketbellServer.BOB);
                MarketbellClient fills = MarketbellClient.connect(base(), MarketbellServer.ALICE);
                MarketbellClient desk = MarketbellClient.connect(base(), MarketbellServer.DESK)) {
            alice.subscribe(Subscription.everything()).result();
            bob.subscribe(Subscription.to("ORDER_ACCEPTED", "ORDER_CANCELLED", "ORDER_FILLED")
                            .instruments(Tape.INSTRUMENT))
                    .result();
            fills.subscribe(Subscription.to("ORDER_FILLED")).result();
            desk.subscribe(Subscription.everything()).result();

            play.accept(new TapeReplay(publisher), publications);

            assertHasAllOrders(alice, run, publications);
            assertHasAllOrders(bob, run, publications);
            assertHasOnlyFills(fills, run, publications);
            assertHasPrices(alice, run, publications);
            assertHasPrices(desk, run, publications);
            assertThat(new TapeReading(desk.received(), run).keys(TapeReplay.ORDERS))
                    .as("notifications addressed to other users")
                    .isEmpty();
        }
    }

    /** For the real tape: 471 accepted, 369 cancelled and 159 filled. */
    private static void assertHasAllOrders(MarketbellClient client, String run, TapePublications tape) {
        TapeReading reading = new TapeReading(client.received(), run);
        reading.await(tape, TapeReplay.ORDERS, PATIENCE);
        assertThat(reading.keys(TapeReplay.ORDERS)).isEqualTo(tape.keys(TapeReplay.ORDERS));
        for (String type : TapeReplay.ORDERS) {
            assertThat(reading.keys(List.of(type))).hasSameSizeAs(tape.keys(List.of(type)));
        }
        List<Long> frames =
                client.received().frames().stream().map(Received.Data::seq).toList();
        assertThat(frames)
                .isEqualTo(LongStream.rangeClosed(1, frames.size()).boxed().toList());
    }

    private static void assertHasOnlyFills(MarketbellClient client, String run, TapePublications tape) {
        TapeReading reading = new TapeReading(client.received(), run);
        reading.await(tape, FILLS, PATIENCE);
        assertThat(reading.keys(FILLS)).isEqualTo(tape.keys(FILLS));
        assertThat(reading.keys(List.of("ORDER_ACCEPTED", "ORDER_CANCELLED"))).isEmpty();
        assertThat(reading.prices()).isEmpty();
    }

    /** Asserts that some prices arrived, conflated or not, in the order of the tape, including the last one. */
    private static void assertHasPrices(MarketbellClient client, String run, TapePublications tape) {
        TapeReading reading = new TapeReading(client.received(), run);
        reading.awaitLastPrice(tape, PATIENCE);
        List<String> all = tape.keys(List.of("PRICE_UPDATE"));
        List<String> received = client.received().notifications("PRICE_UPDATE").stream()
                .map(notification -> notification.getString("key", ""))
                .filter(all::contains)
                .toList();
        assertThat(all).containsSubsequence(received);
    }
}
