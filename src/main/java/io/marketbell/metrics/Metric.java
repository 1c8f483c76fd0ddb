package io.marketbell.metrics;

import java.util.List;
import java.util.Optional;

/**
 * Every metric there is: its name and unit by Prometheus' conventions, its tags, how many series it may have, and where
 * it is recorded. What would be a series too many is folded into one whose tags are all {@link #OTHER}.
 */
public enum Metric {
    /** {@link RequestMetricsFilter}. */
    HTTP_REQUEST_DURATION(
            Kind.DURATION,
            "marketbell_http_request_duration_seconds",
            "Time to answer requests to the application, from the first filter to the last byte written",
            110,
            "method",
            "route",
            "status"),
    /** {@link RequestMetricsFilter}. */
    HTTP_REQUESTS_IN_FLIGHT(
            Kind.GAUGE, "marketbell_http_requests_in_flight", "Requests that are being answered, streams left out", 1),
    /** {@link RequestMetricsFilter}. */
    HTTP_ERRORS(
            Kind.COUNTER,
            "marketbell_http_errors_total",
            "Answers of status 400 and above, by the kind of problem they tell of",
            200,
            "route",
            "problem"),
    /** {@link MetricsService#rateLimited}. */
    RATE_LIMITED(
            Kind.COUNTER, "marketbell_rate_limited_total", "Requests and frames that a limit refused", 16, "policy"),
    /** The injection guard, like the next one. */
    INJECTION_REFUSED(
            Kind.COUNTER,
            "marketbell_injection_refused_total",
            "Texts that were refused because they look like an attack",
            150,
            "source",
            "place",
            "rule"),
    INJECTION_REPORTED(
            Kind.COUNTER,
            "marketbell_injection_reported_total",
            "Texts that look like an attack and were accepted",
            150,
            "source",
            "place",
            "rule"),
    /** {@link OrderMeter}. */
    ORDER_DURATION(
            Kind.DURATION,
            "marketbell_order_duration_seconds",
            "Time from an order's submission to its being accepted or rejected",
            4,
            "event"),
    /** {@link OrderMeter}. */
    ORDERS(Kind.COUNTER, "marketbell_orders_total", "Order events accepted from publishers", 8, "event"),
    /** {@link OrderMeter}. */
    TRADES(
            Kind.COUNTER,
            "marketbell_trades_total",
            "Fills accepted from publishers, by instrument where that is on the list",
            100,
            "instrument"),
    /** {@link OpenOrders}. */
    ORDERS_OPEN(Kind.GAUGE, "marketbell_orders_open", "Orders seen accepted and not yet filled or ended", 1),
    /** {@link DeliveryMeter}. */
    WS_CONNECTIONS(Kind.GAUGE, "marketbell_ws_connections", "Readers connected over WebSocket or event streams", 1),
    /** {@link DeliveryMeter}, {@link MeteredExchange}. */
    WS_MESSAGES(
            Kind.COUNTER,
            "marketbell_ws_messages_total",
            "Messages written to readers and heard from them; notifications count each, not by frame",
            24,
            "direction",
            "type"),
    /** {@link DeliveryMeter}. */
    WS_DELIVERY_DURATION(
            Kind.DURATION,
            "marketbell_ws_delivery_duration_seconds",
            "Time from a notification's acceptance to its being written to a connected reader",
            4,
            "priority"),
    /** {@link DeliveryMeter}. */
    WS_DROPPED(
            Kind.COUNTER,
            "marketbell_ws_dropped_total",
            "Volatile notifications a reader did not get: replaced, expired, or dropped because it was slow",
            8,
            "reason"),
    /** {@link DatabaseMeter}. */
    DB_QUERY_DURATION(
            Kind.DURATION,
            "marketbell_db_query_duration_seconds",
            "Time for work in the database, with the wait for a connection",
            40,
            "operation",
            "outcome"),
    /** {@link ConnectionPool}. */
    DB_CONNECTIONS(Kind.GAUGE, "marketbell_db_connections", "Connections of the pool", 4, "state"),

    /** The application package, like the next. */
    DATA_DISK_FREE(
            Kind.GAUGE,
            "marketbell_data_disk_free_bytes",
            "Space left for this process on the disk of the data directory",
            1),
    DATA_DISK_USED(
            Kind.GAUGE,
            "marketbell_data_disk_used_ratio",
            "Share of the disk of the data directory that is in use, from 0 to 1",
            1),

    /** {@link Registry}, of itself, like all that follow. */
    SERIES(Kind.GAUGE, "marketbell_metrics_series", "Series that are kept", 1),
    REJECTED_SERIES(
            Kind.COUNTER,
            "marketbell_metrics_rejected_series_total",
            "Times that tags made a series too many and were folded into " + Metric.OTHER,
            24,
            "metric"),
    SNAPSHOT_DURATION(
            Kind.DURATION, "marketbell_metrics_snapshot_duration_seconds", "Time that making a snapshot took", 1),
    SNAPSHOT_HITS(
            Kind.COUNTER, "marketbell_metrics_snapshot_hits_total", "Readings that a finished snapshot answered", 1),

    /** The health package. */
    HEALTH_LEVEL(Kind.GAUGE, "marketbell_health_level", "0 where this node is healthy, 1 degraded, 2 unhealthy", 1);

    /** The value of all tags of the series that takes what is too many. */
    public static final String OTHER = "_other";

    /** What is counted and how it is shown. */
    public enum Kind {
        /** Only rises. */
        COUNTER,
        /** Stands at a value. */
        GAUGE,
        /** Durations, of which there are percentiles; in nanoseconds here, in seconds wherever they are shown. */
        DURATION
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

    /** As it is shown outside, such as {@code marketbell_orders_total}. */
    public String metricName() {
        return metricName;
    }

    public String help() {
        return help;
    }

    /** How many series it has at most, without the one that takes the rest. */
    int cap() {
        return cap;
    }

    /** The names of its tags. */
    public List<String> tags() {
        return tags;
    }

    /** Whether it is one of the product's, and not of this service's own. */
    public boolean isOfTheProduct() {
        return ordinal() < SERIES.ordinal();
    }

    public static Optional<Metric> named(String metricName) {
        for (Metric metric : values()) {
            if (metric.metricName.equals(metricName)) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }
}
