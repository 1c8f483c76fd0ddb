package io.marketbell.blackbox.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A fault of one node or of PostgreSQL. */
enum RandomFault {
    KILLED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.kill();
        }
    },
    STOPPED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.stop();
        }
    },
    FROZEN {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.freeze();
        }
    },
    CUT {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.link().cut();
        }
    },
    STALLED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.link().stall();
        }
    },
    SLOW {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.link().delay(Duration.ofMillis(1 + random.nextInt(50)));
        }
    },
    WITHOUT_DATABASE {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            cluster.postgres().stopImmediately();
        }

        @Override
        boolean endsBeforeTheCheck(RandomGenerator random) {
            return true;
        }
    };

    abstract void begin(Cluster cluster, Node node, RandomGenerator random);

    /** Whether everything must be received only after the fault has ended, instead of during the fault. */
    boolean endsBeforeTheCheck(RandomGenerator random) {
        return random.nextBoolean();
    }
}
