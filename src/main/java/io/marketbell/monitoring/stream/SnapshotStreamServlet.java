package io.marketbell.monitoring.stream;

import io.marketbell.http.problem.AllowedMethods;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.sse.EventStream;
import io.marketbell.http.sse.EventStreamServlet;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.CredentialRefusal;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends the summary as a Server-Sent Event after every snapshot. A servlet instead of a JAX-RS resource, because
 * blocking servlet writes can be interrupted; JAX-RS event sinks do not guarantee this.
 */
@WebServlet(urlPatterns = SnapshotStreamServlet.PATH, asyncSupported = true)
public class SnapshotStreamServlet extends EventStreamServlet {
    static final String PATH = "/api/v1/monitoring/stream";

    private static final Problem FULL = Problem.of(
                    ProblemType.QUOTA_EXCEEDED,
                    "the limit of concurrent clients of this stream is reached; retry later")
            .retryAfter(Duration.ofSeconds(10));

    private final transient SnapshotStreams streams;
    private final transient Authenticator authenticator;

    @Inject
    SnapshotStreamServlet(SnapshotStreams streams, Authenticator authenticator) {
        this.streams = streams;
        this.authenticator = authenticator;
    }

    /** The default implementation would process HEAD as a GET without a body, and never end. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!AllowedMethods.STREAM.answer(request, response)) {
            super.service(request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(request.getUserPrincipal() instanceof MarketbellPrincipal principal)) {
            ProblemResponse.send(CredentialRefusal.NO_CREDENTIALS.problem(), request, response);
        } else if (!principal.caller().is(Role.OPERATOR)) {
            ProblemResponse.send(CredentialRefusal.FORBIDDEN.problem(), request, response);
        } else {
            admit(principal.caller(), request, response);
        }
    }

    private void admit(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Scope scope;
        try {
            ReportQuery query = new ReportQuery(parameters(request)).only(Scope.PARAMETER);
            scope = query.scope();
            query.requireValid();
        } catch (ProblemException refused) {
            ProblemResponse.send(refused.problem(), request, response);
            return;
        }
        if (streams.enter()) {
            stream(caller, scope, request, response);
        } else {
            ProblemResponse.send(FULL, request, response);
        }
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.asList(entry.getValue())));
    }

    private void stream(Caller caller, Scope scope, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SnapshotStreamClient client;
        try {
            client = client(request, response);
        } catch (IOException | RuntimeException failed) {
            streams.leave();
            throw failed;
        }
        streams.add(client, caller.credential(), caller.expiresAt(), scope);
        // Check again: a revocation between authentication and registration found no stream to end.
        if (authenticator.isRevoked(caller.credential())) {
            streams.revoke(Set.of(caller.credential()));
        }
    }

    private SnapshotStreamClient client(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EventStream stream = begin(request, response);
        SnapshotStreamClient client = streams.client(stream);
        stream.onEnd(client::disconnected, client::end);
        return client;
    }
}
