package io.marketbell.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All metrics: the name and unit (Prometheus conventions), the tags, the maximum number of series, and the class that
 * records the metric. Series above the maximum are combined into one series whose tag values are all {@link #OTHER}.
 */
public enum Metric {
    /** Recorded by {@code RequestMetricsFilter}. */
    HTTP_REQUEST_DURATION(
            Kind.DURATION,
            "marketbell_http_request_duration_seconds",
            "Time to answer a request, from the first filter to the last byte written",
            110,
            "method",
            "route",
            "status"),
    /** Recorded by {@code RequestMetricsFilter}. */
    HTTP_REQUESTS_IN_FLIGHT(
            Kind.GAUGE, "marketbell_http_requests_in_flight", "Requests in progress, excluding streams", 1),
    /** Recorded by {@code RequestMetricsFilter}. */
    HTTP_ERRORS(
            Kind.COUNTER,
            "marketbell_http_errors_total",
            "Responses with status 400 and above, by problem type",
            200,
            "route",
            "problem"),
    /** Recorded by {@link MetricsService#rateLimited}. */
    RATE_LIMITED(
            Kind.COUNTER,
            "marketbell_rate_limited_total",
            "Requests and frames rejected by a rate limit",
            16,
            "policy"),
    /** Recorded by the injection guard, like the next metric. */
    INJECTION_REFUSED(
            Kind.COUNTER,
            "marketbell_injection_refused_total",
            "Texts rejected because they look like an attack",
            150,
            "source",
            "place",
            "rule"),
    INJECTION_REPORTED(
            Kind.COUNTER,
            "marketbell_injection_reported_total",
            "Texts accepted although they look like an attack",
            150,
            "source",
            "place",
            "rule"),
    /** Recorded by {@code OrderMeter}. */
    ORDER_DURATION(
            Kind.DURATION,
            "marketbell_order_duration_seconds",
            "Time from the submission of an order to its acceptance or rejection",
            4,
            "event"),
    /** Recorded by {@code OrderMeter}. */
    ORDERS(Kind.COUNTER, "marketbell_orders_total", "Order events accepted from publishers", 8, "event"),
    /** Recorded by {@code OrderMeter}. */
    TRADES(
            Kind.COUNTER,
            "marketbell_trades_total",
            "Fills accepted from publishers, by instrument for the configured instruments",
            100,
            "instrument"),
    /** Recorded by {@code OpenOrders}. */
    ORDERS_OPEN(
            Kind.GAUGE,
            "marketbell_orders_open",
            "Orders that were accepted and are not yet filled, cancelled or rejected",
            1),
    /** Recorded by {@code DeliveryMeter}. */
    WS_CONNECTIONS(Kind.GAUGE, "marketbell_ws_connections", "Clients connected over WebSocket or SSE", 1),
    /** Recorded by {@code DeliveryMeter}. */
    WS_MESSAGES(
            Kind.COUNTER,
            "marketbell_ws_messages_total",
            "Messages sent to and received from clients; each notification in a frame counts",
            24,
            "direction",
            "type"),
    /** Recorded by {@code DeliveryMeter}. */
    WS_DELIVERY_DURATION(
            Kind.DURATION,
            "marketbell_ws_delivery_duration_seconds",
            "Time from the acceptance of a notification to its write to a connected client",
            4,
            "priority"),
    /** Recorded by {@code DeliveryMeter}. */
    WS_DROPPED(
            Kind.COUNTER,
            "marketbell_ws_dropped_total",
            "Volatile notifications not delivered to a client: replaced, expired, or dropped because the client was slow",
            8,
            "reason"),
    /** Recorded for each {@code QueryListener} call. */
    DB_QUERY_DURATION(
            Kind.DURATION,
            "marketbell_db_query_duration_seconds",
            "Duration of database work, including the wait for a connection",
            40,
            "operation",
            "outcome"),
    /** Read from {@code ConnectionPool}. */
    DB_CONNECTIONS(Kind.GAUGE, "marketbell_db_connections", "Connections in the database connection pool", 4, "state"),

    /** Recorded by the bus between nodes, in the mode {@code redis} only. */
    BUS_SCRIPT_DURATION(
            Kind.DURATION,
            "marketbell_cluster_bus_script_duration_seconds",
            "Time until Redis has stored a batch of volatile notifications",
            1),
    /** Recorded by the buckets that nodes share, in the mode {@code redis} only. */
    SHARED_LIMIT_DURATION(
            Kind.DURATION,
            "marketbell_rate_limit_shared_duration_seconds",
            "Time that requests waited for the rate limits in Redis",
            4,
            "outcome"),

    /** Recorded by the application's wiring, like the next metric. */
    DATA_DISK_FREE(
            Kind.GAUGE,
            "marketbell_data_disk_free_bytes",
            "Disk space available to this process on the disk of the data directory, in bytes",
            1),
    DATA_DISK_USED(
            Kind.GAUGE,
            "marketbell_data_disk_used_ratio",
            "Used share of the disk of the data directory, from 0 to 1",
            1),

    /** Recorded by {@link Registry} about itself, like all following metrics. */
    SERIES(Kind.GAUGE, "marketbell_metrics_series", "Number of metric series", 1),
    REJECTED_SERIES(
            Kind.COUNTER,
            "marketbell_metrics_rejected_series_total",
            "Number of times that tags exceeded the series limit and were combined into " + Metric.OTHER,
            24,
            "metric"),
    SNAPSHOT_DURATION(
            Kind.DURATION, "marketbell_metrics_snapshot_duration_seconds", "Time to create a metrics snapshot", 1),
    SNAPSHOT_HITS(
            Kind.COUNTER,
            "marketbell_metrics_snapshot_hits_total",
            "Reads answered from an existing metrics snapshot",
            1),

    /** Recorded by the health evaluation. */
    HEALTH_LEVEL(Kind.GAUGE, "marketbell_health_level", "Health of this node: 0 healthy, 1 degraded, 2 unhealthy", 1);

    /** Value of every tag of the overflow series. */
    public static final String OTHER = "_other";

    /** The kind of a metric. */
    public enum Kind {
        /** Monotonic counter. */
        COUNTER,
        /** Current value. */
        GAUGE,
        /** Durations with percentiles. Nanoseconds inside this package, seconds in every output. */
        DURATION
    }

    /** How the gauges of several nodes are combined. Counters and durations are always added. */
    enum Combination {
        SUM,
        /** For values that all nodes have in common, and for those of which the greatest is the worst. */
        GREATEST,
        LEAST
    }

    private final Kind kind;
    private final String metricName;
    private final String help;
    private final int cap;
    private final List<String> tags;

    Metric(Kind kind, String metricName, String help, int cap, String... tags) {
        this.kind = kind;
        this.metricName = metricName;
        this.help = help;
        this.cap = cap;
        this.tags = List.of(tags);
    }

    public Kind kind() {
        return kind;
    }

    /** Returns how the values of several nodes are combined, if this is a gauge. */
    Combination combination() {
        return switch (this) {
            // each node knows the orders of all nodes
            case ORDERS_OPEN, DATA_DISK_USED, HEALTH_LEVEL -> Combination.GREATEST;
            case DATA_DISK_FREE -> Combination.LEAST;
            default -> Combination.SUM;
        };
    }

    /** Returns the exported name, such as {@code marketbell_orders_total}. */
    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }

    /** Returns the maximum number of series, excluding the overflow series. */
    int cap() {
        return cap;
    }

    /** Returns the names of the tags. */
    public List<String> tags() {
        return tags;
    }

    public static Optional<Metric> named(String metricName) {
        return Arrays.stream(values())
                .filter(metric -> metric.metricName.equals(metricName))
                .findFirst();
    }
}
