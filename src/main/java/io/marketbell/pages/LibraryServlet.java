package io.marketbell.pages;

import io.marketbell.http.problem.AllowedMethods;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serves browser libraries from webjars: plots for the dashboard, and Swagger UI and a YAML parser for the API
 * documents. Only the listed files are served.
 */
@WebServlet(urlPatterns = {"/lib/*", "/docs/lib/*"})
public class LibraryServlet extends HttpServlet {
    private static final String NPM = "org.webjars.npm";
    private static final String SWAGGER = "org.webjars";

    private final transient Map<String, Library> libraries = Stream.of(
                    Library.of("/lib/uplot.js", NPM, "uplot", "dist/uPlot.iife.min.js"),
                    Library.of("/lib/uplot.css", NPM, "uplot", "dist/uPlot.min.css"),
                    Library.of("/docs/lib/swagger-ui-bundle.js", SWAGGER, "swagger-ui", "swagger-ui-bundle.js"),
                    Library.of("/docs/lib/swagger-ui.css", SWAGGER, "swagger-ui", "swagger-ui.css"),
                    Library.of("/docs/lib/js-yaml.mjs", NPM, "js-yaml", "dist/js-yaml.mjs"))
            .collect(Collectors.toUnmodifiableMap(Library::path, library -> library));

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!AllowedMethods.PAGE.answer(request, response)) {
            super.service(request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Library library = libraries.get(request.getServletPath() + request.getPathInfo());
        if (library == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("ETag", library.tag());
        response.addHeader("Vary", "Accept-Encoding");
        if (library.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String accepted = request.getHeader("Accept-Encoding");
        boolean compressed = accepted != null && accepted.contains("gzip");
        byte[] content = compressed ? library.compressed() : library.content();
        if (compressed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(library.type());
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
