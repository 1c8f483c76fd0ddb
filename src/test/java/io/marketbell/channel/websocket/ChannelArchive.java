package io.marketbell.channel.websocket;

import io.marketbell.database.ProductArchive;
import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.Transport;
import io.marketbell.http.problem.AllowedMethods;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemCause;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.problem.RetryAfter;
import io.marketbell.http.sse.EventStream;
import io.marketbell.http.sse.EventStreamServlet;
import io.marketbell.identity.HeaderCredentials;
import io.marketbell.testkit.server.WebXml;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The channel's packages in a separate archive, with a scripted delivery that sends the events its clients request.
 */
final class ChannelArchive {
    private ChannelArchive() {}

    static WebArchive create() {
        return ShrinkWrap.create(WebArchive.class, "channel.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.channel",
                        "io.marketbell.channel.sse",
                        "io.marketbell.channel.websocket",
                        "io.marketbell.digest",
                        "io.marketbell.json",
                        "io.marketbell.settings",
                        "io.marketbell.notification",
                        "io.marketbell.http.address",
                        "io.marketbell.thread",
                        "io.marketbell.subscription")
                .addClasses(ScriptedBeans.class, ScriptedDeliveryHub.class, ScriptedConnection.class, Trade.class)
                .addClass(CutOffServlet.class)
                .addClasses(DeliveryHub.class, Connection.class, Transport.class, Frame.class)
                .addClasses(
                        DisconnectReason.class,
                        Delivery.class,
                        RoutedNotification.class,
                        ClientInfo.class,
                        ClientInfo.Via.class)
                .addClass("io.marketbell.delivery.Clocks")
                .addClass(ActiveSubscription.class)
                .addClasses(HeaderCredentials.classes())
                .addClasses(
                        Problem.class, ProblemCause.class, ProblemResponse.class, ProblemType.class, RetryAfter.class)
                .addClasses(AllowedMethods.class)
                .addClasses(EventStream.class, EventStreamServlet.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(WebXml.ofFilters("credentials", "handshake"), "web.xml")
                .addAsResource(
                        new StringAsset("marketbell.channel.authentication.seconds=1\n"
                                + "marketbell.channel.connections=12\n"
                                + "marketbell.protection.origins=https://app.example.com\n"),
                        "META-INF/microprofile-config.properties");
    }
}
