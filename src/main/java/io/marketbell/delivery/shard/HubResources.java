package io.marketbell.delivery.shard;

import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.writer.BatchTimer;
import io.marketbell.delivery.writer.WriterThreads;
import java.util.concurrent.ThreadFactory;

/**
 * The threads, counters and registries of a hub that all its connections share. Created once for each hub; all
 * components are thread-safe.
 */
record HubResources(
        DeliveryContext context,
        WriterThreads writers,
        BatchTimer timer,
        WriteFailures failures,
        DeliveryCounters counters,
        ConnectionRegistry connections,
        Acknowledgements acknowledgements) {

    static HubResources of(DeliveryContext context, ThreadFactory threads) {
        WriteFailures failures = new WriteFailures(context.clocks());
        return new HubResources(
                context,
                new WriterThreads(context.settings(), context.clocks().ticker(), threads),
                new BatchTimer(context.clocks().ticker(), threads),
                failures,
                new DeliveryCounters(),
                new ConnectionRegistry(context.presence()),
                new Acknowledgements(context, failures, threads));
    }
}
