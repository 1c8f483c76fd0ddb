package io.marketbell.delivery.shard;

import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.writer.BatchTimer;
import io.marketbell.delivery.writer.WriterThreads;
import java.util.concurrent.ThreadFactory;

/** The parts of a hub that all its connections share. Created once for each hub; all components are thread-safe. */
record HubParts(
        DeliveryContext context,
        WriterThreads writers,
        BatchTimer timer,
        WriteFailures failures,
        DeliveryCounters counters,
        ConnectionRegistry connections,
        Acknowledgements acknowledgements) {

    static HubParts of(DeliveryContext context, ThreadFactory threads) {
        WriteFailures failures = new WriteFailures(context.clocks());
        return new HubParts(
                context,
                new WriterThreads(context.settings(), context.clocks().ticker(), threads),
                new BatchTimer(context.clocks().ticker(), threads),
                failures,
                new DeliveryCounters(),
                new ConnectionRegistry(),
                new Acknowledgements(context, failures, threads));
    }
}
