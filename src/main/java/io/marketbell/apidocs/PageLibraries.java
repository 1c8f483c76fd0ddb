package io.marketbell.apidocs;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pages under /docs need of others: Swagger UI and a reader of YAML, from the jars that the build names, under
 * paths without a version. Only these files of the jars are handed out.
 */
@WebServlet(name = "PageLibraries", urlPatterns = "/docs/lib/*")
public class PageLibraries extends HttpServlet {
    private final transient Map<String, Library> libraries = Stream.of(
                    Library.of("org.webjars", "swagger-ui", "swagger-ui-bundle.js", "text/javascript"),
                    Library.of("org.webjars", "swagger-ui", "swagger-ui.css", "text/css"),
                    Library.of("org.webjars.npm", "js-yaml", "dist/js-yaml.mjs", "text/javascript"))
            .collect(Collectors.toUnmodifiableMap(Library::name, library -> library));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Library library = path == null ? null : libraries.get(path.substring(1));
        if (library == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("ETag", library.tag());
        response.setHeader("Vary", "Accept-Encoding");
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
