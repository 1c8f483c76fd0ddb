package io.marketbell.channel.sse;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.ConnectionProblems;
import io.marketbell.channel.SessionInfo;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DeliveryHub.Admission.Refused;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.http.problem.AllowedMethods;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.problem.RetryAfter;
import io.marketbell.http.sse.EventStream;
import io.marketbell.http.sse.EventStreamServlet;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.CredentialRefusal;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * Notifications as Server-Sent Events. A servlet, not a resource: the connection's writer writes the stream with
 * blocking writes that can be interrupted, and no thread is occupied between them. The JAX-RS event sinks guarantee
 * neither.
 */
@WebServlet(urlPatterns = StreamServlet.PATH, asyncSupported = true)
public class StreamServlet extends EventStreamServlet {
    static final String PATH = "/api/v1/notifications/stream";

    private static final Logger LOG = System.getLogger(StreamServlet.class.getName());

    private final transient DeliveryHub hub;
    private final transient ChannelSettings settings;
    private final transient Authenticator authenticator;

    @Inject
    StreamServlet(DeliveryHub hub, ChannelSettings settings, Authenticator authenticator) {
        this.authenticator = authenticator;
        this.hub = hub;
        this.settings = settings;
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
        } else if (!principal.caller().is(Role.TRADER)) {
            ProblemResponse.send(ConnectionProblems.NOT_A_TRADER, request, response);
        } else if (hub.connections() >= settings.connections()) {
            ProblemResponse.send(ConnectionProblems.NODE_FULL, request, response);
        } else {
            StreamRequest streamRequest =
                    new StreamRequest(query(request), request.getHeader("Last-Event-ID"), settings.names());
            Connection.Subscribe subscription = streamRequest.subscription();
            if (streamRequest.faults().isEmpty()) {
                stream(principal.caller(), subscription, request, response);
            } else {
                Problem invalid = Problem.of(ProblemType.MALFORMED, String.join("; ", streamRequest.faults()));
                ProblemResponse.send(invalid, request, response);
            }
        }
    }

    /** Returns null if the query cannot be decoded; the container's exception would cause a status 500. */
    private static Map<String, String[]> query(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (IllegalStateException | IllegalArgumentException undecodable) {
            return null;
        }
    }

    private void stream(
            Caller caller, Connection.Subscribe subscription, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        EventStream stream = open(request, response);
        Admission admission;
        try {
            admission = hub.open(caller.user(), caller.credential(), new EventStreamTransport(stream));
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "a stream could not be opened: {0}", failed.toString());
            admission = new Refused(DisconnectReason.FAILED);
        }
        if (admission instanceof Refused refused) {
            try {
                ProblemResponse.send(problem(refused.reason()), request, response);
            } finally {
                stream.end();
            }
            return;
        }
        // From here on only the connection's writer uses the response. Its first write sends the headers.
        Connection connection = ((Admitted) admission).connection();
        try {
            stream.onEnd(connection::disconnected, connection::disconnected);
            begin(caller, (Admitted) admission, subscription, request.getRemoteAddr());
        } catch (RuntimeException | Error failed) {
            // The response may already be closed; no listener is needed then.
            LOG.log(Level.DEBUG, "a stream ended before it was opened: {0}", failed.toString());
            connection.close(DisconnectReason.FAILED);
        }
    }

    private void begin(Caller caller, Admitted admitted, Connection.Subscribe subscription, String address) {
        Connection connection = admitted.connection();
        connection.renew(caller.credential(), caller.expiresAt());
        connection.describe(new ClientInfo(caller.tier().label(), ClientInfo.Via.EVENTS, address));
        connection.reply(EventStream.event("session", new SessionInfo(caller, admitted, settings).json()));
        connection.subscribe(subscription, outcome -> EventStream.comment("subscribed"));
        if (authenticator.isRevoked(caller.credential())) {
            connection.close(DisconnectReason.REVOKED);
        }
    }

    private static Problem problem(DisconnectReason reason) {
        ProblemType type =
                reason == DisconnectReason.TOO_MANY_CONNECTIONS ? ProblemType.QUOTA_EXCEEDED : ProblemType.UNAVAILABLE;
        return Problem.of(type, reason.phrase()).retryAfter(RetryAfter.UNAVAILABLE);
    }
}
