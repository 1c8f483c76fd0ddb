package io.marketbell.edge;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A servlet that fails where no JAX-RS mapper applies. */
@WebServlet(FailingPage.PATH)
public class FailingPage extends HttpServlet {
    static final String PATH = "/failing-page";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        throw new IllegalStateException("a secret detail");
    }
}
