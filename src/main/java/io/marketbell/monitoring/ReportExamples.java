package io.marketbell.monitoring;

/** Example response of each report, for OpenAPI. A test checks that their members match real responses. */
final class ReportExamples {
    private static final String ENVELOPE = """
            {"as_of":"2026-11-23T10:15:30.004Z","age_ms":2412,"node":"marketbell-0",""";

    private static final String MINUTE = ENVELOPE + "\"window_seconds\":60,\"data\":";

    private static final String LATENCY = """
            {"count":1200,"mean_ms":4.1,"p50_ms":3.2,"p95_ms":9.7,"p99_ms":21.4,"p999_ms":55.1,"max_ms":61.3}""";

    private static final String FINDINGS = """
            "level":"degraded","since":"2026-11-23T10:15:20.004Z","durable":true,"findings":[
             {"name":"api","level":"degraded","value":1.31,"unit":"seconds","degraded_above":1,"unhealthy_above":2,\
            "samples":500,"since":"2026-11-23T10:15:20.004Z"}]""";

    static final String SUMMARY =
            MINUTE + "{" + FINDINGS + """
            ,
             "connections":10000,"users":9800,"delivery":{"per_second":199800.5,"latency":""" + LATENCY + """
            },
             "api":{"per_second":20,"in_flight":1,"client_errors":3,"server_errors":0,"latency":""" + LATENCY + """
            },
             "orders":{"per_second":2.5,"open":812,"counts":{"accepted":80,"filled":60,"cancelled":4,"rejected":6},\
            "latency":""" + LATENCY + """
            },
             "trades":{"count":60,"per_second":1},"refused":{"count":7,"total":412},
             "dropped":{"conflated":8123,"slow":40,"expired":2},
             "database":{"state":"up","level":"healthy","connections":{"in_use":1,"idle":4},"latency":""" + LATENCY + """
            },
             "alerts":{"firing":0,"pending":1}}}""";

    static final String API = ENVELOPE + """
            "window_seconds":300,"data":{"route":null,
             "total":{"per_second":4,"in_flight":1,"client_errors":3,"server_errors":0,"latency":""" + LATENCY + """
            },
             "routes":[{"method":"POST","route":"/api/v1/notifications","per_second":4,"statuses":{"2xx":1197,"4xx":3},\
            "latency":""" + LATENCY + """
            }],
             "errors":[{"route":"/api/v1/notifications","problem":"validation","count":3,"per_second":0.01,"total":17}],
             "refused":[{"policy":"user","count":7,"per_second":0.023,"total":412}]}}""";

    static final String TRADING = ENVELOPE + """
            "window_seconds":3600,"data":{"instrument":null,"open_orders":812,
             "orders":[{"event":"accepted","count":4801,"per_second":1.334,"total":4801}],"latency":""" + LATENCY + """
            ,
             "latency_by_event":{"accepted":""" + LATENCY + ",\"rejected\":" + LATENCY + """
            },
             "trades":[{"instrument":"AAPL","count":1502,"per_second":0.417,"total":1502}]}}""";

    static final String WEBSOCKET = MINUTE + """
            {"listed_at":"2026-11-23T10:15:31.120Z","connections":10000,"users":9800,"state":"closed","sort":"latest",\
            "matching":1,
             "entries":[{"id":"c7","user":"bob","tier":"standard","via":"websocket","address":"198.51.100.4",\
            "state":"closed","since":"2026-11-23T09:41:12Z",\
            "queue":{"count":1000,"bytes":251904,"count_most":1000,"bytes_most":1048576},"delay_ms":9120,"messages":88,\
            "frames":12,"subscriptions":1,"closed_at":"2026-11-23T10:14:59.431Z","code":4002,"reason":"TOO_SLOW"}],
             "messages":{"in":{"subscribe":20,"ack":4100},"out":{"notification":11988030,"reply":32}},
             "latency_by_priority":{"CRITICAL":""" + LATENCY + """
            },
             "dropped":{"conflated":8123,"slow":40,"expired":2},"closed":{"GONE":212,"TOO_SLOW":3}}}""";

    static final String DATABASE = MINUTE + """
            {"state":"up","durable":true,"level":"healthy","connections":{"in_use":1,"idle":4},"failures":0,\
            "per_second":20,"latency":""" + LATENCY + """
            ,
             "operations":[{"operation":"append","outcome":"success","per_second":20,"latency":""" + LATENCY + """
            }]}}""";

    static final String METRICS = ENVELOPE + """
            "window_seconds":3600,"data":{"metrics":[{"name":"marketbell_orders_total","kind":"counter","unit":null,
             "help":"Order events accepted from publishers","tags":["event"],
             "series":[{"tags":{"event":"accepted"},"total":4801,"increase":{"1m":80,"5m":402,"1h":4755}}]}]}}""";

    static final String METRICS_CSV = """
            metric,kind,tags,window_seconds,count,value,mean_seconds,p50_seconds,p95_seconds,p99_seconds,p999_seconds,\
            max_seconds
            marketbell_orders_total,counter,event=accepted,,,4801,,,,,,
            marketbell_orders_total,counter,event=accepted,60,80,,,,,,,
            """;

    static final String METRICS_OPEN = """
            # TYPE marketbell_orders counter
            # HELP marketbell_orders Order events accepted from publishers
            marketbell_orders_total{event="accepted"} 4801
            # EOF
            """;

    static final String SERIES = ENVELOPE + """
            "window_seconds":3600,"data":{"metric":"marketbell_ws_delivery_duration_seconds","unit":"seconds",\
            "kind":"duration","figure":"quantile","quantile":[0.5,0.95],"by":null,"step_seconds":10,"upper_bound":false,
             "columns":["time","p50","p95"],
             "series":[[1795428900,1795428910,1795428920],[0.0281,null,0.0279],[0.0642,null,0.0655]]}}""";

    static final String HEALTH = """
            {"status":"warn","version":"1","serviceId":"marketbell","description":"degraded: api","notes":[],
             "checks":{"api:responseTime":[{"componentType":"component","observedValue":1.31,"observedUnit":"seconds",\
            "status":"warn","time":"2026-11-23T10:15:30.004Z"}]},
             "as_of":"2026-11-23T10:15:30.004Z","age_ms":12,"node":"marketbell-0","window_seconds":60,"data":{""" + FINDINGS + "}}";

    static final String ILL_HEALTH = """
            {"status":"fail","version":"1","serviceId":"marketbell","description":"unhealthy: database_reachable","notes":[],
             "checks":{"database:reachable":[{"componentType":"datastore","observedValue":0,"observedUnit":"ratio",\
            "status":"fail","time":"2026-11-23T10:15:30.004Z"}]},
             "as_of":"2026-11-23T10:15:30.004Z","age_ms":12,"node":"marketbell-0","window_seconds":60,"data":{
             "level":"unhealthy","since":"2026-11-23T10:15:20.004Z","durable":false,"findings":[
             {"name":"database_reachable","level":"unhealthy","value":0,"unit":"ratio","degraded_above":null,\
            "unhealthy_above":null,"samples":1,"since":"2026-11-23T10:15:20.004Z"}]}}""";

    static final String UNAVAILABLE = """
            {"type":"/problems/unavailable","title":"Unavailable","status":503,\
            "detail":"credentials cannot be checked now; retry later","instance":"/api/v1/monitoring/health"}""";

    static final String ALERTS = ENVELOPE + """
            "window_seconds":21600,"data":{"firing":1,"pending":0,"alerts":[
             {"name":"MarketbellDatabaseLost","severity":"page","state":"firing","since":"2026-11-23T10:12:10.002Z",\
            "value":0,"threshold":1,"unit":"ratio",
             "summary":"The database is unreachable; durable notifications are rejected.",
             "action":"Check whether the database is running and reachable from this node.",
             "runbook":"docs/reference/alerts.md#marketbelldatabaselost"}]}}""";

    private ReportExamples() {}
}
