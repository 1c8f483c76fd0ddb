package io.marketbell.ingest;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemType;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What cannot be read while the database is away. The journal logs the loss; each request need not. */
@Provider
public class JournalUnavailableMapper implements ExceptionMapper<JournalUnavailable> {
    private final UriInfo uri;

    public JournalUnavailableMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(JournalUnavailable away) {
        return Problem.of(ProblemType.UNAVAILABLE, "durable storage is away now; try again later")
                .at(uri.getRequestUri().getRawPath())
                .response()
                .header(HttpHeaders.RETRY_AFTER, Answers.RETRY_AFTER)
                .build();
    }
}
