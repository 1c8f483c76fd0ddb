package io.marketbell.injection;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Limits and inspects the JSON bodies that JAX-RS reads for a resource. A resource that reads its stream itself, such
 * as the one for publishing, inspects its texts itself.
 */
@Provider
@ApplicationScoped
public class JsonBodyInspection implements ReaderInterceptor {
    /** The bodies of these resources are small. */
    private static final int LARGEST = 1 << 20;

    private final InjectionGuard guard;

    /** Required by proxies; public because the JAX-RS runtime rejects a provider without a public constructor. */
    public JsonBodyInspection() {
        this(null);
    }

    @Inject
    JsonBodyInspection(InjectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        boolean json = MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType());
        if (json && context.getType() != InputStream.class) {
            byte[] body = read(context.getInputStream());
            if (body.length > LARGEST) {
                throw new ProblemException(Problem.of(ProblemType.TOO_LARGE, "the body is longer than 1 MiB"));
            }
            if (guard.inspectsBodies()) {
                inspect(body);
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    /** An aborted request is not a server error. */
    private static byte[] read(InputStream in) {
        try {
            return in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED, "the body is incomplete"));
        }
    }

    private void inspect(byte[] body) {
        JsonTextInspection.inspect(new String(body, StandardCharsets.UTF_8), guard)
                .ifPresent(found -> {
                    throw new ProblemException(found.problem());
                });
    }
}
