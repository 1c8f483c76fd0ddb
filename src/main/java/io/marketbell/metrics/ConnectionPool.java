package io.marketbell.metrics;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The database's connections, as the server's own bean counts them. It exists from the first connection on. */
final class ConnectionPool {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName pattern;

    /** @param dataSource its JNDI name or id, as it stands in the bean's name */
    ConnectionPool(String dataSource) {
        try {
            this.pattern = new ObjectName("WebSphere:type=ConnectionPoolStats,name=" + dataSource);
        } catch (JMException e) {
            throw new IllegalArgumentException(dataSource, e);
        }
    }

    void watch(MetricsService metrics) {
        metrics.watch(
                Metric.DB_CONNECTIONS,
                () -> attribute("ManagedConnectionCount") - attribute("FreeConnectionCount"),
                "in_use");
        metrics.watch(Metric.DB_CONNECTIONS, () -> attribute("FreeConnectionCount"), "idle");
    }

    private double attribute(String name) {
        try {
            Set<ObjectName> found = beans.queryNames(pattern, null);
            return found.isEmpty()
                    ? Double.NaN
                    : ((Number) beans.getAttribute(found.iterator().next(), name)).doubleValue();
        } catch (JMException e) {
            return Double.NaN;
        }
    }
}
