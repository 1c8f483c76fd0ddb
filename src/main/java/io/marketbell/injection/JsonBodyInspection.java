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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    /** Parsers decide by the first four bytes. */
    private static final int LONGEST_UNIT = 4;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Problem NOT_UTF_8 = Problem.of(ProblemType.MALFORMED, "the body is not valid UTF-8");
    private static final Problem NOT_UTF_8_JSON =
            Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body is UTF-16 or UTF-32; send JSON in UTF-8");

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
            String text = decoded(body);
            if (guard.inspectsBodies()) {
                inspect(text);
            }
            context.setInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
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

    /**
     * JSON parsers recognize UTF-16 and UTF-32 by zero bytes and byte order marks. Such a body is rejected, because the
     * parser would read another text than the inspected one. A byte order mark in UTF-8 is dropped for both.
     */
    private static String decoded(byte[] body) {
        if (isWide(body)) {
            throw new ProblemException(NOT_UTF_8_JSON);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ProblemException(NOT_UTF_8);
        }
    }

    private static boolean isWide(byte[] body) {
        for (int i = 0; i < body.length && i < LONGEST_UNIT; i++) {
            int unit = body[i] & 0xFF;
            if (unit == 0 || unit >= 0xFE) {
                return true;
            }
        }
        return false;
    }

    private void inspect(String body) {
        JsonTextInspection.inspect(body, guard).ifPresent(found -> {
            throw new ProblemException(found.problem());
        });
    }
}
