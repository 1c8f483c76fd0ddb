package io.marketbell.ratelimit;

import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.LimitHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** A response that carries the rate-limit headers of the caller, with every status. */
final class LimitedResponse extends HttpServletResponseWrapper {
    private final HttpServletResponse answer;
    private Decision decision;

    LimitedResponse(HttpServletResponse response, Decision decision) {
        super(response);
        this.answer = response;
        show(decision);
    }

    void show(Decision latest) {
        decision = latest;
        LimitHeaders.write(latest, answer::setHeader);
    }

    /** Keeps the rate-limit headers: an error page resets only its own headers. */
    @Override
    public void reset() {
        super.reset();
        show(decision);
    }

    void refuse(HttpServletRequest request) throws IOException {
        ProblemResponse.send(LimitHeaders.problem(decision), request, this);
    }
}
