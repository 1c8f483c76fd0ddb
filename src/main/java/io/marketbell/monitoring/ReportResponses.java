package io.marketbell.monitoring;

import io.marketbell.http.problem.RetryAfter;
import io.marketbell.monitoring.cache.RenderedReport;
import io.marketbell.monitoring.cache.ReportCache;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.Report;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.function.BiFunction;

/** Converts a report into an HTTP response: 200 with the body, or 304 if the body has not changed. */
record ReportResponses(ReportCache cache, InstantSource clock) {
    private static final String AGE = "Age";

    Response to(Request request, UriInfo uri, BiFunction<ReportQuery, MonitoringState, Report> reading) {
        ReportQuery query = new ReportQuery(uri.getQueryParameters());
        MonitoringState state = cache.now(query.scope());
        RenderedReport page = cache.page(reading.apply(query, state), state);
        EntityTag tag = new EntityTag(page.tag());
        Response.ResponseBuilder unchanged = page.isGood() ? request.evaluatePreconditions(tag) : null;
        Response.ResponseBuilder answer = unchanged == null
                ? Response.status(page.status()).type(page.mediaType()).entity(page.body())
                : unchanged;
        if (!page.isGood()) {
            // Retry-After, as for every 503; nothing changes before the next snapshot
            answer.header(RetryAfter.HEADER, RetryAfter.seconds(ReportCache.INTERVAL));
        }
        return answer.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(AGE, page.age(clock.instant()).toSeconds())
                .build();
    }
}
