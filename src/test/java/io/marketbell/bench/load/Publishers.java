package io.marketbell.bench.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The configured publishers, each with its own connection and thread. */
final class Publishers {
    private final Options options;
    private final PublisherThread.Log log;

    Publishers(Options options, PublisherThread.Log log) {
        this.options = options;
        this.log = log;
    }

    /** Publishes from {@code start} to {@code end}, in nanoseconds since 1970. */
    List<Thread> start(Users users, ExpectedReceivers receivers, long start, long end) {
        int lines = options.number("connections");
        boolean due = options.text("stamp").equals("scheduled");
        PublisherThread.Manner arrays =
                new PublisherThread.Manner(options.number("array"), options.flag("ndjson"), due);
        List<PublisherThread> publishers = new ArrayList<>();
        for (int share = 0; share < lines; share++) {
            if (options.decimal("prices") > 0) {
                double beats = options.decimal("prices") / arrays.array();
                Items prices = Items.prices(options.number("instruments"), receivers, options.number("seed") + share);
                publishers.add(
                        new PublisherThread(prices, new Pacer(start, beats, share, lines), end, arrays, line(), log));
            }
            if (options.decimal("fills") > 0) {
                double beats = options.decimal("fills") / arrays.array();
                Items fills = Items.fills(users.names(), receivers);
                publishers.add(
                        new PublisherThread(fills, new Pacer(start, beats, share, lines), end, arrays, line(), log));
            }
        }
        if (options.decimal("notice-every") > 0) {
            double beats = 1_000 / options.decimal("notice-every");
            PublisherThread.Manner single = new PublisherThread.Manner(1, false, due);
            publishers.add(new PublisherThread(
                    Items.notices(receivers), new Pacer(start, beats, 0, 1), end, single, line(), log));
        }
        List<Thread> threads = new ArrayList<>();
        for (PublisherThread publisher : publishers) {
            Thread thread = new Thread(publisher, "publish-" + threads.size());
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private HttpLine line() {
        return new HttpLine(URI.create(options.text("target")), options.text("publisher-key"));
    }
}
