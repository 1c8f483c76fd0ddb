package io.marketbell.edge;

import io.marketbell.http.problem.AllowedMethods;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.Locale;

/** Static files support GET and HEAD only. The container would send a file in response to every method. */
public class PageMethodsFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!AllowedMethods.PAGE.names().contains(request.getMethod()) && isFile(request)) {
            AllowedMethods.PAGE.answer(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Also of the folders that have a start page. */
    private static boolean isFile(HttpServletRequest request) {
        String rest = request.getPathInfo();
        String path = rest == null ? request.getServletPath() : request.getServletPath() + rest;
        String file = path.isEmpty() ? "/" : path;
        try {
            return !file.toUpperCase(Locale.ROOT).contains("-INF")
                    && request.getServletContext().getResource(file) != null;
        } catch (MalformedURLException notAPath) {
            return false;
        }
    }
}
