package io.marketbell.blackbox.cluster;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random faults under load, one in each round. {@code -Dmarketbell.cluster.rounds} is the number of rounds; {@code
 * -Dmarketbell.cluster.seed} repeats the rounds from a seed that an earlier run has logged.
 */
@OtherCluster
class RandomFaultsClusterIT {
    private static final System.Logger LOG = System.getLogger(RandomFaultsClusterIT.class.getName());
    private static final Duration SOON = Duration.ofSeconds(15);
    /** After the end of a fault, the nodes have the same last prices within this time. */
    private static final Duration EQUAL = Duration.ofSeconds(5);
    /** Clients move about as often as faults happen. */
    private static final Duration STAY = Duration.ofSeconds(2);

    @TestFactory
    Stream<DynamicTest> rounds() {
        long first = Long.getLong("marketbell.cluster.seed", System.currentTimeMillis());
        int rounds = Integer.getInteger("marketbell.cluster.rounds", 1);
        return LongStream.range(first, first + rounds)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> round(seed)));
    }

    private static void round(long seed) throws InterruptedException {
        Cluster cluster = Cluster.ofOtherThree();
        SplittableRandom random = new SplittableRandom(seed);
        List<RandomFault> faults = RandomFault.of(cluster);
        RandomFault fault = faults.get(random.nextInt(faults.size()));
        Node node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
        LOG.log(INFO, "seed {0}: {1} {2}", Long.toString(seed), node, fault);
        long begun = Clock.now();
        try (Traffic traffic = new Traffic("seed-" + seed, cluster, 2, STAY, seed)) {
            traffic.awaitAccepted(20 + random.nextInt(60), SOON);
            traffic.note(node + " is " + fault);
            fault.begin(cluster, node, random);
            Thread.sleep(500 + random.nextInt(2_500));
            if (fault.endsBeforeTheCheck(random)) {
                traffic.note("the fault ends");
                cluster.heal();
                traffic.awaitAccepted(20, SOON);
            }
            traffic.finish();
            cluster.heal();
            traffic.expectEqualPrices(EQUAL);
        } finally {
            cluster.heal();
            LOG.log(INFO, "seed {0} took {1} ms", Long.toString(seed), Long.toString(Clock.now() - begun));
        }
    }
}
