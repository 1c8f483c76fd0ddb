package io.marketbell.edge.server;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Answers requests that {@link RequestTarget} refuses. Implements the server's {@code WorkClassifier}, which selects an
 * executor for each request before a container is called: the executor for an answered request discards it.
 */
final class RequestGuard implements InvocationHandler {
    private static final Executor DISCARD = task -> {};

    private final Method method;
    private final Method path;
    private final Method response;
    private final Method finish;
    private final Answer answer;

    private record Answer(Method status, Method header, Method length, Method body) {
        void send(Object response, Problem problem) throws ReflectiveOperationException, IOException {
            byte[] bytes = ProblemResponse.body(problem);
            status.invoke(response, problem.status());
            header.invoke(response, "Content-Type", Problem.MEDIA_TYPE);
            header.invoke(response, "Vary", "Origin");
            for (var field : problem.headers().entrySet()) {
                header.invoke(response, field.getKey(), String.join(", ", field.getValue()));
            }
            length.invoke(response, (long) bytes.length);
            ((OutputStream) body.invoke(response)).write(bytes);
        }
    }

    /** @param connection the server's interface HttpInboundConnection */
    RequestGuard(Class<?> request, Class<?> connection, Class<?> responseType) throws NoSuchMethodException {
        this.method = request.getMethod("getMethod");
        this.path = request.getMethod("getURI");
        this.response = connection.getMethod("getResponse");
        this.finish = connection.getMethod("finish", Exception.class);
        this.answer = new Answer(
                responseType.getMethod("setStatus", int.class),
                responseType.getMethod("setHeader", String.class, String.class),
                responseType.getMethod("setContentLength", long.class),
                responseType.getMethod("getBody"));
    }

    /** Returns the server's WorkClassifier. */
    Object as(Class<?> classifier) {
        return Proxy.newProxyInstance(classifier.getClassLoader(), new Class<?>[] {classifier}, this);
    }

    @Override
    public Object invoke(Object proxy, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "classify" -> classify(arguments[0], arguments[1]);
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> getClass().getSimpleName();
        };
    }

    /** Returns null if the server handles the request as usual. */
    private Executor classify(Object request, Object connection) {
        try {
            RequestTarget target = new RequestTarget((String) method.invoke(request), (String) path.invoke(request));
            Optional<Problem> refusal = target.refusal();
            if (refusal.isEmpty()) {
                return null;
            }
            refuse(connection, refusal.get());
            return DISCARD;
        } catch (ReflectiveOperationException | RuntimeException unexpected) {
            return null;
        }
    }

    private void refuse(Object connection, Problem problem) throws ReflectiveOperationException {
        Exception failure = null;
        try {
            answer.send(response.invoke(connection), problem);
        } catch (IOException disconnected) {
            failure = disconnected;
        }
        finish.invoke(connection, failure);
    }
}
