package io.marketbell.metrics.export;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Reads the statistics of the database connection pool from the server's MXBean. The MXBean exists only after the first
 * connection was opened.
 */
final class ConnectionPool {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName pattern;

    /** @param dataSource JNDI name or id of the data source, as it appears in the MXBean's name */
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
