package io.marketbell.edge.server;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The bodies of responses to requests that the server cannot parse. Implements the server's {@code
 * HttpErrorPageService} for all ports, and its {@code HttpErrorPageProvider}.
 */
final class ErrorBodies implements InvocationHandler {
    static final Problem UNREADABLE = Problem.of(
            ProblemType.MALFORMED,
            "the request line or a header is malformed or too long: 100 headers and 16,384 bytes each are allowed");

    /** Wraps bytes in an array of the server's buffers. */
    interface Buffers {
        Object of(byte[] bytes) throws ReflectiveOperationException;
    }

    private final Buffers buffers;
    private final Object provider;

    ErrorBodies(Class<?> providerType, Buffers buffers) {
        this.buffers = buffers;
        this.provider = Proxy.newProxyInstance(providerType.getClassLoader(), new Class<?>[] {providerType}, this);
    }

    /** Returns the server's HttpErrorPageService. */
    Object as(Class<?> service) {
        return Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[] {service}, this);
    }

    @Override
    public Object invoke(Object proxy, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "access" -> provider;
            case "accessPage" -> body(arguments[arguments.length - 1]);
            case "register" -> false;
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> getClass().getSimpleName();
            default -> null;
        };
    }

    /** Returns null, no body, if the server's response has an unexpected class. */
    private Object body(Object response) {
        try {
            int status = (Integer) method(response, "getStatusCodeAsInt").invoke(response);
            Problem problem = status == UNREADABLE.status() ? UNREADABLE : Problem.of(status);
            Object body = buffers.of(ProblemResponse.body(problem));
            method(response, "setHeader", String.class, String.class)
                    .invoke(response, "Content-Type", Problem.MEDIA_TYPE);
            return body;
        } catch (ReflectiveOperationException | RuntimeException unexpected) {
            return null;
        }
    }

    private static Method method(Object target, String name, Class<?>... types) throws NoSuchMethodException {
        Method method = target.getClass().getMethod(name, types);
        method.setAccessible(true);
        return method;
    }
}
