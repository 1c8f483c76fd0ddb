package io.marketbell.bench.load;

import io.marketbell.bench.load.Contender.Request;
import io.marketbell.testkit.client.RestClient;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Durable notifications with one recipient each, in requests of the configured size. */
final class Publications {
    private final List<String> users;
    private final int array;
    private final boolean keyed;

    Publications(Options options) {
        this.users = options.list("users");
        this.array = options.number("array");
        this.keyed = options.flag("idempotency");
    }

    Request ofRound(int round) {
        // unique to this run: its keys must not repeat those of an earlier run
        String run = keyed ? ProcessHandle.current().pid() + "-" + round + '-' : "";
        return (line, connection, number) ->
                line.post(RestClient.NOTIFICATIONS, RestClient.JSON, body(run, connection, number));
    }

    private byte[] body(String run, int connection, long number) {
        StringBuilder json = new StringBuilder(200 * array).append(array == 1 ? "" : "[");
        for (int i = 0; i < array; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"ORDER_ACCEPTED\",\"recipients\":[\"")
                    .append(users.get((int) ((connection + number + i) % users.size())))
                    .append("\"],");
            if (keyed) {
                json.append("\"key\":\"").append(run).append(connection);
                json.append('-').append(number).append('-').append(i).append("\",");
            }
            json.append("\"body\":{\"order_id\":\"ord-")
                    .append(number * array + i)
                    .append("\",\"price\":\"585.33\",\"quantity\":\"18\",\"t\":")
                    .append(EpochClock.nanos())
                    .append("}}");
        }
        return json.append(array == 1 ? "" : "]").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
