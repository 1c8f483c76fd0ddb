package io.marketbell.testkit.tape;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.tape.TapePublications.Publication;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Publishes a tape over REST, one request at a time to preserve the order. */
public final class TapeReplay {
    /** The notification types of order events. */
    static final List<String> ORDERS = List.of("ORDER_ACCEPTED", "ORDER_CANCELLED", "ORDER_FILLED");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RestClient publisher;

    public TapeReplay(RestClient publisher) {
        this.publisher = publisher;
    }

    /** Publishes as fast as responses arrive, in arrays of this size. */
    public void atFullSpeed(TapePublications tape, int array) {
        List<Publication> all = tape.all();
        for (int from = 0; from < all.size(); from += array) {
            publish(all.subList(from, Math.min(from + array, all.size())));
        }
    }

    /** Publishes each row when it is due; rows that became due during the last request are sent together. */
    public void atTapeSpeed(TapePublications tape) {
        atTapeSpeed(tape, 1);
    }

    /** As {@link #atTapeSpeed(TapePublications)}, so many times as fast. */
    void atTapeSpeed(TapePublications tape, int times) {
        List<Publication> all = tape.all();
        long start = System.nanoTime();
        int from = 0;
        while (from < all.size()) {
            long elapsed = (System.nanoTime() - start) * times;
            int to = from;
            while (to < all.size() && all.get(to).due().toNanos() <= elapsed) {
                to++;
            }
            if (to > from) {
                publish(all.subList(from, to));
                from = to;
            } else {
                LockSupport.parkNanos((all.get(from).due().toNanos() - elapsed) / times);
            }
        }
    }

    private void publish(List<Publication> publications) {
        JsonObject answer = publisher
                .publishArray(publications.stream().map(Publication::item).toList())
                .expect(202)
                .json();
        List<JsonObject> rejected = answer.getOrDefault("rejected", JsonValue.EMPTY_JSON_ARRAY)
                .asJsonArray()
                .getValuesAs(JsonObject.class);
        if (!rejected.isEmpty()) {
            throw new IllegalStateException("rejected of the tape: " + rejected);
        }
    }

    /**
     * Connects a client for each user, replays, and prints what each received. Arguments: {@code --target URL --speed
     * tape|full --tape DIRECTORY --users a,b --keys k,l --publisher-key k --run NAME}.
     */
    public static void main(String... arguments) {
        replay(System.out, arguments);
    }

    static void replay(PrintStream out, String... arguments) {
        List<String> given = Arrays.asList(arguments);
        URI target = URI.create(option(given, "--target", "http://127.0.0.1:9080"));
        String directory = option(given, "--tape", "");
        Tape tape = directory.isEmpty() ? Tape.shared().orElseGet(Tape::sample) : Tape.read(Path.of(directory));
        List<String> users = List.of(option(given, "--users", "alice,bob,desk").split(","));
        String[] keys =
                option(given, "--keys", "mb_dev_alice,mb_dev_bob,mb_dev_broker").split(",");
        // a unique name each time: a server that has seen these keys would treat all publications as duplicates
        String run = option(given, "--run", Long.toString(System.currentTimeMillis(), 36));
        TapePublications publications = new TapePublications(tape, users, run);
        out.printf(
                "%d rows in %.1f s, %d publications%n",
                tape.rows().size(),
                tape.length().toMillis() / 1e3,
                publications.all().size());
        List<MarketbellClient> clients = new ArrayList<>();
        for (String key : keys) {
            MarketbellClient client = MarketbellClient.connect(target, key);
            client.subscribe(Subscription.to("ORDER_ACCEPTED", "ORDER_CANCELLED", "ORDER_FILLED", "PRICE_UPDATE"))
                    .result();
            clients.add(client);
        }
        TapeReplay replay =
                new TapeReplay(RestClient.withKey(target, option(given, "--publisher-key", "mb_dev_publisher")));
        long start = System.nanoTime();
        if (option(given, "--speed", "tape").equals("full")) {
            replay.atFullSpeed(publications, 100);
        } else {
            replay.atTapeSpeed(publications);
        }
        out.printf("published in %.1f s%n", (System.nanoTime() - start) / 1e9);
        for (int i = 0; i < clients.size(); i++) {
            TapeReading reading = new TapeReading(clients.get(i).received(), run);
            reading.await(publications, ORDERS, PATIENCE);
            reading.awaitLastPrice(publications, PATIENCE);
            out.println(users.get(i) + ": " + reading.summary(publications));
            clients.get(i).close();
        }
    }

    private static String option(List<String> arguments, String name, String fallback) {
        int at = arguments.indexOf(name);
        return at < 0 ? fallback : arguments.get(at + 1);
    }
}
