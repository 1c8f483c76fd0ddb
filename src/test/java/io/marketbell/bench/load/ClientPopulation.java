package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.client.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The connections of a run and their subscriptions. The instruments are shuffled once by the seed and assigned in turn,
 * so that the numbers of clients per instrument differ by at most one. Slow and stalled clients are distributed evenly
 * among the others.
 */
final class ClientPopulation {
    private static final String PRICE = NotificationType.PRICE_UPDATE.name();

    private final Options options;
    private final Users users;
    private final ExpectedReceivers receivers;
    private final int[] shuffled;

    ClientPopulation(Options options, Users users, ExpectedReceivers receivers) {
        this.options = options;
        this.users = users;
        this.receivers = receivers;
        this.shuffled = IntStream.range(0, options.number("instruments")).toArray();
        SplittableRandom random = new SplittableRandom(options.number("seed"));
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
    }

    List<ConnectionPlan> plans() {
        int reading = options.number("clients");
        int stalled = options.number("stalled");
        int all = reading + stalled + options.number("slow");
        List<ConnectionPlan> plans = new ArrayList<>(all);
        int laggards = 0;
        int dealt = 0;
        for (int i = 0; i < all; i++) {
            boolean laggard = laggards < (long) (i + 1) * (all - reading) / all;
            ConnectionPlan.Kind kind = !laggard
                    ? ConnectionPlan.Kind.READING
                    : laggards < stalled ? ConnectionPlan.Kind.STALLED : ConnectionPlan.Kind.SLOW;
            laggards += laggard ? 1 : 0;
            int[] instruments = deal(laggard ? i : dealt++);
            if (!laggard) {
                receivers.add(
                        users.name(i),
                        instruments.length == 0
                                ? IntStream.range(0, shuffled.length).toArray()
                                : instruments);
            }
            plans.add(new ConnectionPlan(i, kind, users.key(i), subscribes(instruments)));
        }
        return plans;
    }

    private int[] deal(int hand) {
        int size = options.number("instruments-per-client");
        return IntStream.range(0, size)
                .map(i -> shuffled[(int) (((long) hand * size + i) % shuffled.length)])
                .toArray();
    }

    /**
     * A filter by instrument excludes notifications without an instrument, such as notices. So prices have a
     * subscription with the filter, and the other types have a separate subscription.
     */
    private List<String> subscribes(int[] instruments) {
        List<String> types = new ArrayList<>(options.list("types"));
        if (instruments.length == 0) {
            return List.of(subscribe(1, types, instruments));
        }
        if (types.isEmpty()) {
            NotificationType.known().stream().map(Enum::name).forEach(types::add);
        }
        List<String> requests = new ArrayList<>();
        if (types.remove(PRICE)) {
            requests.add(subscribe(1, List.of(PRICE), instruments));
        }
        if (!types.isEmpty()) {
            requests.add(subscribe(2, types, new int[0]));
        }
        return requests;
    }

    private static String subscribe(int request, List<String> types, int[] instruments) {
        JsonObjectBuilder params = Json.object().add("snapshot", false);
        if (!types.isEmpty()) {
            params.add("types", Json.strings(types));
        }
        if (instruments.length > 0) {
            List<String> names =
                    IntStream.of(instruments).mapToObj(Items::instrument).toList();
            params.add("instruments", Json.strings(names));
        }
        return Json.object()
                .add("method", "subscribe")
                .add("params", params)
                .add("req_id", request)
                .build()
                .toString();
    }
}
