package io.marketbell.http.problem;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Describes the problem types at the URIs that identify them. */
@WebServlet(name = "ProblemPage", urlPatterns = ProblemType.BASE + "*")
public class ProblemPage extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!AllowedMethods.PAGE.answer(request, response)) {
            super.service(request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requested =
                request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        StringBuilder text = new StringBuilder();
        for (ProblemType type : ProblemType.values()) {
            if (requested.isEmpty() || requested.equals(type.slug())) {
                text.append(type.uri()).append("\n  ").append(type.title());
                text.append(" (status ").append(type.status()).append(")\n  ");
                text.append(type.meaning()).append("\n");
            }
        }
        if (text.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(text.toString());
    }
}
