package io.marketbell.edge;

import io.marketbell.http.problem.AllowedMethods;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * Makes responses of the server's own pages consistent with the application's: {@link ServerPageResponse}. Redirects
 * from the server's Swagger UI, which needs inline scripts, to the application's, which does not.
 */
final class ServerPageResponseFilter extends HttpFilter {
    private static final int PERMANENT_REDIRECT = 308;
    private static final String OUR_DOCS = "/docs/";

    /** The page that supports GET only; a HEAD is refused by the server itself. */
    private static final String METRICS = "/metrics";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        AllowedMethods allowed = request.getContextPath().equals(METRICS) ? AllowedMethods.GET : AllowedMethods.PAGE;
        if (allowed.answer(request, response)) {
            return;
        }
        if (ApplicationPart.isServersDocs(request)) {
            response.setStatus(PERMANENT_REDIRECT);
            response.setHeader("Location", OUR_DOCS);
            response.setContentLength(0);
        } else {
            ServerPageResponse guarded = new ServerPageResponse(request, response);
            try {
                chain.doFilter(request, guarded);
            } catch (FileNotFoundException unknownPath) {
                guarded.sendProblem(HttpServletResponse.SC_NOT_FOUND);
            } catch (ServletException e) {
                if (!(e.getRootCause() instanceof FileNotFoundException)) {
                    throw e;
                }
                guarded.sendProblem(HttpServletResponse.SC_NOT_FOUND);
            }
        }
    }
}
