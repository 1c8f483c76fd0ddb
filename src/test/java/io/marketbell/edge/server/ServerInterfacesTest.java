package io.marketbell.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** The guard and the error bodies, with interfaces of the shape of the server's. ServerRefusalsIT uses the server's. */
class ServerInterfacesTest {
    /** As com.ibm.wsspi.http.HttpRequest. */
    public interface Request {
        String getMethod();

        String getURI();
    }

    /** As com.ibm.wsspi.http.HttpInboundConnection. */
    public interface Connection {
        Response getResponse();

        void finish(Exception failure);
    }

    /** As com.ibm.wsspi.http.HttpResponse. */
    public interface Response {
        void setStatus(int status);

        void setHeader(String name, String value);

        void setContentLength(long length);

        OutputStream getBody();
    }

    /** As com.ibm.wsspi.http.WorkClassifier. */
    public interface Classifier {
        Executor classify(Request request, Connection connection);
    }

    /** As com.ibm.wsspi.http.channel.error.HttpErrorPageProvider. */
    public interface Provider {
        byte[][] accessPage(String host, int port, Object request, Object response);
    }

    /** As com.ibm.wsspi.http.channel.error.HttpErrorPageService. */
    public interface Service {
        boolean register(int port, Provider provider);

        Provider deregister(int port);

        Provider access(int port);
    }

    /** As com.ibm.wsspi.http.channel.values.StatusCodes. */
    public static class Codes {
        static final Map<Integer, String> KNOWN = new HashMap<>(Map.of(426, "Known Already"));

        public Codes(int code, String phrase, boolean error) {
            KNOWN.put(code, phrase);
        }

        public static String getByOrdinal(int code) {
            return KNOWN.get(code);
        }
    }

    /** A response of the server; a failing one if it has no body. */
    public static final class Recorded implements Response, Connection {
        private final Map<String, Object> seen = new HashMap<>();
        private final OutputStream body;

        Recorded(OutputStream body) {
            this.body = body;
        }

        @Override
        public void setStatus(int status) {
            seen.put("status", status);
        }

        public int getStatusCodeAsInt() {
            return (Integer) seen.get("status");
        }

        @Override
        public void setHeader(String name, String value) {
            seen.put(name, value);
        }

        @Override
        public void setContentLength(long length) {
            seen.put("length", length);
        }

        @Override
        public OutputStream getBody() {
            return body;
        }

        @Override
        public Response getResponse() {
            return this;
        }

        @Override
        public void finish(Exception failure) {
            seen.put("finished", failure == null ? "normally" : failure.getMessage());
        }
    }

    private record Asked(String getMethod, String getURI) implements Request {}

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Recorded answer = new Recorded(body);

    @Test
    void theGuardAnswersARefusedRequestAndDiscardsItsTask() throws Exception {
        Executor executor = guard().classify(new Asked("GET", "/a%00b"), answer);

        executor.execute(() -> {
            throw new AssertionError("the server must not process the request");
        });
        String problem = body.toString(StandardCharsets.UTF_8);
        assertThat(problem).startsWith("{\"type\":\"/problems/malformed\"").contains("\"instance\":\"/a%00b\"");
        assertThat(answer.seen)
                .containsEntry("status", 400)
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Vary", "Origin")
                .containsEntry("length", (long) problem.length())
                .containsEntry("finished", "normally");
    }

    @Test
    void theGuardLeavesOtherRequestsToTheServer() throws Exception {
        assertThat(guard().classify(new Asked("GET", "/"), answer)).isNull();
        assertThat(answer.seen).isEmpty();
    }

    @Test
    void aRefusalNamesTheAllowedMethods() throws Exception {
        assertThat(guard().classify(new Asked("TRACE", "/"), answer)).isNotNull();
        assertThat(answer.seen).containsEntry("status", 405).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void aClientThatDisconnectsEndsTheConnection() throws Exception {
        Recorded gone = new Recorded(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("disconnected");
            }
        });

        assertThat(guard().classify(new Asked("GET", "/%5c"), gone)).isNotNull();
        assertThat(gone.seen).containsEntry("finished", "disconnected");
    }

    @Test
    void theGuardIsAnObject() throws Exception {
        Classifier guard = guard();
        assertThat(guard.equals(guard)).isTrue();
        assertThat(guard.equals(guard())).isFalse();
        assertThat(guard.hashCode()).isEqualTo(guard.hashCode());
        assertThat(guard.toString()).contains("RequestGuard");
    }

    @Test
    void requestsThatCannotBeParsedHaveAProblem() {
        answer.setStatus(400);

        byte[][] bytes = bodies().access(9080).accessPage("localhost", 9080, null, answer);

        assertThat(new String(bytes[0], StandardCharsets.UTF_8))
                .contains("\"status\":400", "the request line or a header is malformed");
        assertThat(answer.seen).containsEntry("Content-Type", "application/problem+json");
    }

    @Test
    void otherStatusesHaveTheProblemOfTheirStatus() {
        answer.setStatus(503);

        byte[][] bytes = bodies().access(1).accessPage("localhost", 1, null, answer);

        assertThat(new String(bytes[0], StandardCharsets.UTF_8)).contains("\"status\":503", "/problems/unavailable");
    }

    @Test
    void aResponseOfAnUnknownClassHasNoBody() {
        assertThat(bodies().access(1).accessPage("localhost", 1, null, "unknown"))
                .isNull();
        assertThat(bodies().register(1, null)).isFalse();
        assertThat(bodies().deregister(1)).isNull();
    }

    @Test
    void onlyMissingReasonPhrasesAreAdded() throws Exception {
        ReasonPhrases.add(Codes.class);

        assertThat(Codes.KNOWN).containsEntry(429, "Too Many Requests").containsEntry(426, "Known Already");
        assertThat(Codes.KNOWN.keySet()).isEqualTo(ReasonPhrases.MISSING.keySet());
    }

    private static Classifier guard() throws NoSuchMethodException {
        return (Classifier) new RequestGuard(Request.class, Connection.class, Response.class).as(Classifier.class);
    }

    private static Service bodies() {
        return (Service) new ErrorBodies(Provider.class, bytes -> new byte[][] {bytes}).as(Service.class);
    }
}
