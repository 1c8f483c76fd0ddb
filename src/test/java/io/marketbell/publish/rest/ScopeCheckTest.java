package io.marketbell.publish.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.identity.PublishScope;
import io.marketbell.publish.NotificationService.Fault;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScopeCheckTest {
    private static final PublishScope SCOPE = new PublishScope(List.of("ORDER_FILLED", "PRICE_ALERT"), "desk-");

    private static List<Fault> faults(String json) {
        RequestItem checked = new ScopeCheck(SCOPE)
                .applyTo(List.of(RequestItem.read(json.replace('\'', '"')).item()))
                .get(0);
        return checked instanceof RequestItem.OutOfScope outside ? outside.faults() : List.of();
    }

    @Test
    void itemWithinTheScopeIsUnchanged() {
        RequestItem item = RequestItem.read("{\"type\":\"ORDER_FILLED\",\"recipients\":[\"desk-1\",\"desk-\"]}")
                .item();

        assertThat(new ScopeCheck(SCOPE).applyTo(List.of(item))).containsExactly(item);
        assertThat(new ScopeCheck(PublishScope.UNRESTRICTED).applyTo(List.of(item)))
                .containsExactly(item);
    }

    @Test
    void otherTypesAreRejected() {
        assertThat(faults("{'type':'RISK_ALERT','recipients':['desk-1']}"))
                .containsExactly(
                        new Fault("/type", "publish_types of the API key allows only ORDER_FILLED, PRICE_ALERT"));
    }

    @Test
    void otherRecipientsAndEveryoneAreRejected() {
        String detail = "publish_recipients_prefix of the API key allows only recipients that begin with desk-";

        assertThat(faults("{'type':'ORDER_FILLED','recipients':['desk-1','alice',' desk-2']}"))
                .containsExactly(new Fault("/recipients/1", detail), new Fault("/recipients/2", detail));
        assertThat(faults("{'type':'ORDER_FILLED'}")).containsExactly(new Fault("/recipients", detail));
    }

    @Test
    void valuesOfAWrongTypeAreLeftToTheValidation() {
        assertThat(faults("{'type':7,'recipients':{}}")).isEmpty();
        assertThat(faults("{'recipients':[7,null]}")).isEmpty();
        assertThat(faults("[]")).isEmpty();
    }

    @Test
    void numberOfFaultsIsBounded() {
        String users = IntStream.range(0, 1_000).mapToObj(i -> "'u" + i + "'").collect(Collectors.joining(","));

        assertThat(faults("{'type':'ORDER_FILLED','recipients':[" + users + "]}"))
                .hasSize(51);
    }

    @Test
    void problemIsForbiddenAndNamesTheScope() {
        RequestItem item = new ScopeCheck(SCOPE)
                .applyTo(List.of(RequestItem.read("{\"type\":\"RISK_ALERT\",\"recipients\":[\"desk-1\"]}")
                        .item()))
                .get(0);

        Problem problem = PublishingResponses.refusal(item);

        assertThat(problem.type()).isEqualTo(ProblemType.FORBIDDEN);
        assertThat(problem.errors())
                .containsExactly(new Problem.Flaw(
                        "/type", "publish_types of the API key allows only ORDER_FILLED, PRICE_ALERT"));
    }
}
