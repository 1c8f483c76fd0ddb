package io.marketbell.monitoring;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.function.BiFunction;

/** Converts a report into an HTTP response: 200 with the body, or 304 if the body has not changed. */
final class Replies {
    static final String ENVELOPE = "The measurements in the envelope common to all monitoring reads";

    private static final String AGE = "Age";

    private final Pages pages;
    private final InstantSource clock;

    Replies(Pages pages, InstantSource clock) {
        this.pages = pages;
        this.clock = clock;
    }

    Response to(Request request, UriInfo uri, BiFunction<Query, Moment, Read> reading) {
        Moment moment = pages.now();
        Page page = pages.page(reading.apply(new Query(uri.getQueryParameters()), moment), moment);
        EntityTag tag = new EntityTag(page.tag());
        Response.ResponseBuilder unchanged = page.isGood() ? request.evaluatePreconditions(tag) : null;
        Response.ResponseBuilder answer = unchanged == null
                ? Response.status(page.status()).type(page.mediaType()).entity(page.body())
                : unchanged;
        if (!page.isGood()) {
            // Retry-After, as for every 503; nothing changes before the next snapshot
            answer.header(HttpHeaders.RETRY_AFTER, Pages.INTERVAL.toSeconds());
        }
        return answer.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(AGE, page.age(clock.instant()).toSeconds())
                .build();
    }
}
