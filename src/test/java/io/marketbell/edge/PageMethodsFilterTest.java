package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageMethodsFilterTest {
    private static final Set<String> FILES = Set.of("/", "/docs/", "/app/main.js", "/WEB-INF/web.xml");

    private int status;
    private boolean passed;

    @ParameterizedTest
    @CsvSource({
        "GET, /app/main.js, true",
        "HEAD, /, true",
        "DELETE, /, false",
        "DELETE, '', false",
        "FOO, /docs/, false",
        "POST, /app/main.js, false",
        "POST, /api/v1/notifications, true",
        "POST, /nothing, true",
        "POST, /WEB-INF/web.xml, true"
    })
    void filesHaveNoOtherMethodsThanGetAndHead(String method, String path, boolean passes) throws Exception {
        ServletContext context = fake(
                ServletContext.class,
                (proxy, called, arguments) -> FILES.contains(arguments[0]) ? new URL("file:/x") : null);
        HttpServletRequest request =
                fake(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getServletPath" -> path;
                    case "getServletContext" -> context;
                    default -> null;
                });
        HttpServletResponse response = fake(HttpServletResponse.class, (proxy, called, arguments) -> {
            if (called.getName().equals("setStatus")) {
                status = (Integer) arguments[0];
            }
            return called.getName().equals("getOutputStream") ? new Nowhere() : null;
        });

        new PageMethodsFilter().doFilter(request, response, (same, too) -> passed = true);

        assertThat(passed).isEqualTo(passes);
        assertThat(status).isEqualTo(passes ? 0 : 405);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int octet) {
            // discards the output
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
