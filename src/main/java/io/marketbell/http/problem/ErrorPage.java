package io.marketbell.http.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Formats the errors of the servlet container, such as an unknown path, as problems; a browser that requests a page
 * gets a line of plain text. Called through error-page of web.xml, and mapped to the paths beside the API, so that
 * unknown paths there do not go through the server's search for files, which logs each of them. It also hides the other
 * files in the jars of web libraries; the package {@code pages} serves those that are needed.
 */
@WebServlet(
        name = "ErrorPage",
        urlPatterns = {ErrorPage.PATH, "/api/*", "/webjars/*"})
public class ErrorPage extends HttpServlet {
    static final String PATH = "/error-page";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Integer given = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = given == null || given < 400 || given > 599 ? 404 : given;
        String path = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (path == null) {
            path = request.getRequestURI();
        }
        Problem problem = problem(status, (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION), request);
        if (!wantsPage(path.substring(request.getContextPath().length()), request.getHeader("Accept"))) {
            ProblemResponse.send(problem.at(path), request, response);
            return;
        }
        byte[] bytes = (status + " " + problem.title() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(bytes.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }

    private static Problem problem(int status, Throwable exception, HttpServletRequest request) {
        if (status == 500 && exception != null) {
            return ExceptionProblems.incident(exception);
        }
        String detail = switch (status) {
            case 404 -> "no resource at this path";
            case 405 -> method(request) + " is not supported on this resource";
            default -> ProblemType.of(status).meaning();
        };
        return Problem.of(status, detail);
    }

    /** The method of the refused request; the error dispatch itself may be a GET (Servlet 6.1, section 10.9). */
    private static String method(HttpServletRequest request) {
        return request.getAttribute("jakarta.servlet.error.method") instanceof String refused
                ? refused
                : request.getMethod();
    }

    private static boolean wantsPage(String path, String accept) {
        return !path.startsWith("/api/") && !path.startsWith("/ws/") && accept != null && accept.contains("text/html");
    }
}
