package io.marketbell.cluster.local;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusContract;

class LocalClusterTest extends BusContract {
    private final LocalCluster cluster = new LocalCluster();

    @Override
    protected Bus join(String name) {
        return cluster.join();
    }

    @Override
    protected void cut() {
        cluster.goAway();
    }

    @Override
    protected void restore() {
        cluster.comeBack();
    }

    @Override
    protected void flush() {
        cluster.flush();
    }
}
