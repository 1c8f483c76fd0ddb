package io.marketbell.blackbox.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A fault of one node, of PostgreSQL or of Redis. */
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
    },
    REDIS_KILLED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            cluster.redis().kill();
        }
    },
    REDIS_FROZEN {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            cluster.redis().freeze();
        }
    },
    REDIS_FLUSHED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            cluster.redis().flush();
        }
    },
    REDIS_REPLACED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) throws InterruptedException {
            cluster.redis().startStaleReplica();
            Thread.sleep(random.nextInt(1_000));
            cluster.redis().failOver();
        }
    },
    REDIS_CUT {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.redisLink().cut();
        }
    },
    REDIS_STALLED {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.redisLink().stall();
        }
    },
    REDIS_SLOW {
        @Override
        void begin(Cluster cluster, Node node, RandomGenerator random) {
            node.redisLink().delay(Duration.ofMillis(1 + random.nextInt(2_000)));
        }
    };

    /** The faults that are possible in this cluster. */
    static List<RandomFault> of(Cluster cluster) {
        return Arrays.stream(values())
                .filter(fault -> cluster.hasRedis() || !fault.name().startsWith("REDIS"))
                .toList();
    }

    abstract void begin(Cluster cluster, Node node, RandomGenerator random) throws InterruptedException;

    /** Whether everything must be received only after the fault has ended, instead of during the fault. */
    boolean endsBeforeTheCheck(RandomGenerator random) {
        return random.nextBoolean();
    }
}
