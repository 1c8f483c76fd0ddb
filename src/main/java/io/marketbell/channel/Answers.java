package io.marketbell.channel;

import io.marketbell.notification.NotificationJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Refusals over HTTP, as problems (RFC 9457), for what is decided before any resource. */
final class Answers {
    private Answers() {}

    static void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal, String detail)
            throws IOException {
        StringBuilder json = new StringBuilder(256).append("{\"type\":\"about:blank\",\"title\":\"");
        json.append(refusal.title())
                .append("\",\"status\":")
                .append(refusal.code())
                .append(",\"detail\":");
        NotificationJson.quote(json, detail);
        json.append(",\"instance\":");
        NotificationJson.quote(json, request.getRequestURI());
        byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.code());
        if (refusal == Refusal.UNAUTHENTICATED) {
            response.setHeader("WWW-Authenticate", "ApiKey realm=\"marketbell\"");
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
