package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Exchange;
import io.marketbell.delivery.Exchange.Admission;
import io.marketbell.delivery.Exchange.Admission.Admitted;
import io.marketbell.delivery.Exchange.Admission.Refused;
import io.marketbell.delivery.Peer;
import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import io.marketbell.stream.EventStreamServlet;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * Notifications as Server-Sent Events. A servlet, not a resource: the stream is written by the connection's writer, with
 * blocking writes that can be interrupted, and in between holds no thread; the event sinks of JAX-RS promise neither.
 */
@WebServlet(urlPatterns = StreamServlet.PATH, asyncSupported = true)
public class StreamServlet extends EventStreamServlet {
    static final String PATH = "/api/v1/notifications/stream";

    private static final String RETRY_AFTER_SECONDS = "5";
    private static final Logger LOG = System.getLogger(StreamServlet.class.getName());

    private final transient Exchange exchange;
    private final transient ChannelSettings settings;
    private final transient Credentials credentials;

    @Inject
    StreamServlet(Exchange exchange, ChannelSettings settings, Credentials credentials) {
        this.credentials = credentials;
        this.exchange = exchange;
        this.settings = settings;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(request.getUserPrincipal() instanceof MarketbellPrincipal principal)) {
            Answers.refuse(
                    request,
                    response,
                    Refusal.UNAUTHENTICATED,
                    "credentials are required: send X-API-Key or a bearer token");
        } else if (!principal.caller().is(Role.TRADER)) {
            Answers.refuse(request, response, Refusal.FORBIDDEN, "the role trader is required");
        } else if (exchange.connections() >= settings.connections()) {
            Answers.full(request, response);
        } else {
            StreamRequest asked =
                    new StreamRequest(query(request), request.getHeader("Last-Event-ID"), settings.names());
            Connection.Subscribe wish = asked.wish();
            if (asked.faults().isEmpty()) {
                stream(principal.caller(), wish, request, response);
            } else {
                Answers.refuse(request, response, Refusal.INVALID, String.join("; ", asked.faults()));
            }
        }
    }

    /** Null where the query cannot be decoded: the container throws what would end as a status 500. */
    private static Map<String, String[]> query(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (IllegalStateException | IllegalArgumentException undecodable) {
            return null;
        }
    }

    private void stream(
            Caller caller, Connection.Subscribe wish, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AsyncContext async = open(request, response);
        EventTransport transport = new EventTransport(async, response.getOutputStream());
        Admission admission;
        try {
            admission = exchange.open(caller.user(), caller.credential(), transport);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "a stream could not be opened: {0}", failed.toString());
            admission = new Refused(CloseReason.FAILED);
        }
        if (admission instanceof Refused refused) {
            try {
                refuse(refused.reason(), request, response);
            } finally {
                async.complete();
            }
            return;
        }
        // From here on the response belongs to the connection's writer. What it writes first sends the headers.
        Connection connection = ((Admitted) admission).connection();
        try {
            async.addListener(new StreamEnd(connection));
            begin(caller, (Admitted) admission, wish, request.getRemoteAddr());
        } catch (RuntimeException | Error failed) {
            // Closed already, for instance: then there is nothing to listen to any more.
            LOG.log(Level.DEBUG, "a stream ended before it had begun: {0}", failed.toString());
            connection.close(CloseReason.FAILED);
        }
    }

    private void begin(Caller caller, Admitted admitted, Connection.Subscribe wish, String address) {
        Connection connection = admitted.connection();
        connection.renew(caller.credential(), caller.expiresAt());
        connection.describe(new Peer(caller.tier().label(), Peer.Via.EVENTS, address));
        connection.reply(EventStreamText.event("session", new SessionFacts(caller, admitted, settings).json()));
        connection.subscribe(wish, outcome -> EventStreamText.comment("subscribed"));
        if (credentials.areRevoked(caller)) {
            connection.close(CloseReason.REVOKED);
        }
    }

    private static void refuse(CloseReason reason, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Refusal refusal = reason == CloseReason.TOO_MANY_CONNECTIONS ? Refusal.TOO_MANY : Refusal.UNAVAILABLE;
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        Answers.refuse(request, response, refusal, reason.phrase());
    }
}
