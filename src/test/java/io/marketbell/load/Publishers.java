package io.marketbell.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The publishers that the options ask for, each on a connection and a thread of its own. */
final class Publishers {
    private final Options options;
    private final Flow.Log log;

    Publishers(Options options, Flow.Log log) {
        this.options = options;
        this.log = log;
    }

    /** Publishes from {@code start} to {@code end}, in nanoseconds since 1970. */
    List<Thread> start(Users users, Audience audience, long start, long end) {
        int lines = options.number("connections");
        boolean due = options.text("stamp").equals("scheduled");
        Flow.Manner arrays = new Flow.Manner(options.number("array"), options.flag("ndjson"), due);
        List<Flow> flows = new ArrayList<>();
        for (int share = 0; share < lines; share++) {
            if (options.decimal("prices") > 0) {
                double beats = options.decimal("prices") / arrays.array();
                Items prices = Items.prices(options.number("instruments"), audience, options.number("seed") + share);
                flows.add(new Flow(prices, new Pacer(start, beats, share, lines), end, arrays, line(), log));
            }
            if (options.decimal("fills") > 0) {
                double beats = options.decimal("fills") / arrays.array();
                Items fills = Items.fills(users.names(), audience);
                flows.add(new Flow(fills, new Pacer(start, beats, share, lines), end, arrays, line(), log));
            }
        }
        if (options.decimal("notice-every") > 0) {
            double beats = 1_000 / options.decimal("notice-every");
            Flow.Manner single = new Flow.Manner(1, false, due);
            flows.add(new Flow(Items.notices(audience), new Pacer(start, beats, 0, 1), end, single, line(), log));
        }
        List<Thread> threads = new ArrayList<>();
        for (Flow flow : flows) {
            Thread thread = new Thread(flow, "publish-" + threads.size());
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private HttpLine line() {
        return new HttpLine(URI.create(options.text("target")), options.text("publisher-key"));
    }
}
