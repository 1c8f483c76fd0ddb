package io.marketbell.pages;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/**
 * Gives a library's files names without its version. They lie in a jar, where the version is part of the path; so pom.xml
 * stays the only place that names it, and pages need not be generated.
 */
@WebServlet(LibraryServlet.PATH + "/*")
public class LibraryServlet extends HttpServlet {
    static final String PATH = "/lib";

    private static final String UPLOT = "uplot";

    private Map<String, String> files = Map.of();

    @Override
    public void init() throws ServletException {
        String uplot = "/webjars/" + UPLOT + '/' + version(UPLOT) + "/dist/";
        files = Map.of(
                "/uplot.js", uplot + "uPlot.iife.min.js",
                "/uplot.css", uplot + "uPlot.min.css");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String file = files.get(request.getPathInfo());
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            // the container's own way with files: conditional requests, ranges, HEAD
            request.getRequestDispatcher(file).forward(request, response);
        }
    }

    /** As Maven has noted it in the jar. */
    private static String version(String artifact) throws ServletException {
        String place = "META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(place)) {
            if (in == null) {
                throw new ServletException("the library " + artifact + " is missing");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new ServletException("the library " + artifact + " cannot be read", e);
        }
    }
}
