package io.marketbell.testkit.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One request that passes filters, and its response. Headers that a request does not have are absent. */
public final class FilterExchange {
    private final Map<String, Object> request = new HashMap<>();
    private final Map<String, String> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, List<String>> responseHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;
    private boolean passed;

    public FilterExchange(String method, String path) {
        request.put("getMethod", method);
        request.put("getRequestURI", path);
        request.put("getServletPath", path);
        request.put("getContextPath", "");
        request.put("getRemoteAddr", "203.0.113.7");
        request.put("getScheme", "https");
        request.put("isSecure", true);
        request.put("getServerName", "localhost");
        request.put("getServerPort", 443);
        request.put("getProtocol", "HTTP/1.1");
        request.put("getDispatcherType", DispatcherType.REQUEST);
        requestHeaders.put("Host", "localhost");
    }

    /** Sets the result of a getter of the request. */
    public FilterExchange with(String getter, Object value) {
        request.put(getter, value);
        return this;
    }

    public FilterExchange header(String name, String value) {
        requestHeaders.put(name, value);
        return this;
    }

    public FilterExchange through(Filter filter) {
        try {
            filter.doFilter(request(), response(), (onward, back) -> passed = true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    public HttpServletRequest request() {
        return proxy(HttpServletRequest.class, (method, arguments) -> switch (method.getName()) {
            case "getHeader" -> requestHeaders.get(arguments[0]);
            case "getHeaders" ->
                Collections.enumeration(
                        requestHeaders.containsKey(arguments[0])
                                ? List.of(requestHeaders.get(arguments[0]))
                                : List.of());
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> request.get(method.getName());
        });
    }

    public HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (method, arguments) -> {
            switch (method.getName()) {
                case "setStatus" -> status = (int) arguments[0];
                case "getStatus" -> {
                    return status;
                }
                case "setHeader" ->
                    responseHeaders.put((String) arguments[0], new ArrayList<>(List.of((String) arguments[1])));
                case "addHeader" ->
                    responseHeaders
                            .computeIfAbsent((String) arguments[0], name -> new ArrayList<>())
                            .add((String) arguments[1]);
                case "getOutputStream" -> {
                    return new Body();
                }
                default -> {}
            }
            return null;
        });
    }

    /** Whether the filter has passed the request on. */
    public boolean isPassed() {
        return passed;
    }

    public int status() {
        return status;
    }

    public String header(String name) {
        return responseHeaders.containsKey(name) ? String.join(", ", responseHeaders.get(name)) : null;
    }

    public String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Answers {
        Object to(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> orDefault(method, answers.to(method, arguments))));
    }

    private static Object orDefault(Method method, Object value) {
        if (value != null || !method.getReturnType().isPrimitive()) {
            return value;
        }
        return method.getReturnType() == boolean.class
                ? (Object) false
                : method.getReturnType() == int.class ? 0 : null;
    }

    private final class Body extends ServletOutputStream {
        @Override
        public void write(int b) {
            body.write(b);
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
