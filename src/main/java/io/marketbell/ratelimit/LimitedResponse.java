package io.marketbell.ratelimit;

import io.marketbell.http.problem.Problem;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.LimitHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

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
        byte[] body = LimitHeaders.problem(decision, request.getRequestURI())
                .toJson(LimitHeaders.members(decision))
                .getBytes(StandardCharsets.UTF_8);
        setStatus(429);
        setHeader("Cache-Control", "no-store");
        setContentType(Problem.MEDIA_TYPE);
        setContentLength(body.length);
        getOutputStream().write(body);
    }
}
