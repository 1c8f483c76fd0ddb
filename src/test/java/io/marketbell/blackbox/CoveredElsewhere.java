package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Documented responses that ApiDocumentIT cannot cause, or not alone; other tests cover them. */
final class CoveredElsewhere {
    /** Operations and statuses, or statuses of all operations, with the tests. */
    private static final Map<String, String> TESTS = Map.of(
            "408",
            "io.marketbell.http.body.BodyReservationTest#aBodyThatArrivesTooSlowlyIsA408",
            "500",
            "io.marketbell.publish.rest.NotificationsResourceIT#anInternalErrorIsLoggedOnceAndReportedByItsIdOnly",
            "503",
            "io.marketbell.blackbox.DatabaseLossIT#volatileFunctionsWorkWithoutADatabaseAndTheRestOnceItIsReachable",
            Handshakes.NAME + " 503",
            "io.marketbell.channel.websocket.WebSocketChannelIT#aFullNodeRefusesClientsBeforeTheyAreConnected",
            "getMe 403",
            "io.marketbell.blackbox.ProductionIT#unencryptedApiRequestsAreRefusedBeforeAuthentication",
            ApiDocumentIT.HEALTH + " 503",
            "io.marketbell.monitoring.MonitoringIT#anUnhealthyReportHasAnErrorStatusAndIsNotCountedAsAnError",
            "replayDeadLetter 409",
            "io.marketbell.deadletter.ReplaysTest#callbackWithoutStoredOutcomesIsGone");

    private CoveredElsewhere() {}

    static Set<String> statuses() {
        return TESTS.keySet();
    }

    /** The test of another class that covers the response; null if ApiDocumentIT must cause it. */
    static String test(String operation, String status) {
        return TESTS.getOrDefault(operation + ' ' + status, TESTS.get(status));
    }

    static void assertIsATest(String reference) throws ClassNotFoundException {
        String[] steps = reference.split("#");
        assertThat(steps[0]).as("the build runs it").matches(".*(Test|IT)");
        assertThat(Arrays.stream(Class.forName(steps[0]).getDeclaredMethods())
                        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                        .map(Method::getName))
                .contains(steps[1]);
    }
}
