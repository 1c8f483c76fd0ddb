package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.address.Network;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static Problem problem(String json) {
        return catchThrowableOfType(ProblemException.class, () -> ApiKeyRequest.read(json, NOW))
                .problem();
    }

    @Test
    void parsesAKeyAndIgnoresUnknownMembers() {
        assertThat(ApiKeyRequest.read(
                        "{'user':'alice','roles':['trader','publisher'],'tier':'premium','x':1}".replace('\'', '"'),
                        NOW))
                .isEqualTo(new ApiKeys.NewKey("alice", Set.of(Role.TRADER, Role.PUBLISHER), Tier.PREMIUM, null));
    }

    @Test
    void parsesRestrictions() {
        ApiKeys.NewKey key = ApiKeyRequest.read("""
                {"user":"gateway","roles":["publisher"],"tier":"broker","expires_at":"2027-01-31T19:00:00.123456+01:00",
                 "networks":["192.0.2.0/24","2001:db8::1"],"publish_types":["ORDER_FILLED"],
                 "publish_recipients_prefix":"desk-"}""", NOW);

        assertThat(key.expiresAt()).isEqualTo("2027-01-31T18:00:00.123Z");
        assertThat(key.restrictions().networks())
                .extracting(Network::text)
                .containsExactly("192.0.2.0/24", "2001:db8::1/128");
        assertThat(key.restrictions().scope()).isEqualTo(new PublishScope(List.of("ORDER_FILLED"), "desk-"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'expires_at':'2026-11-23T12:00:00Z'| /expires_at",
                "'expires_at':'2027-01-31'| /expires_at",
                "'expires_at':'2027-13-31T18:00:00Z'| /expires_at",
                "'expires_at':'2027-01-31T24:00:00Z'| /expires_at",
                "'expires_at':7| /expires_at",
                "'networks':'192.0.2.0/24'| /networks",
                "'networks':[]| /networks",
                "'networks':['192.0.2.0/33',7,'example.com','192.0.2.0/x']| /networks/0 /networks/1 /networks/2 /networks/3",
                "'publish_types':['ORDER_FILED']| /publish_types/0",
                "'publish_types':[]| /publish_types",
                "'publish_recipients_prefix':''| /publish_recipients_prefix",
                "'publish_recipients_prefix':7| /publish_recipients_prefix",
            })
    void reportsFaultsOfRestrictions(String member, String pointers) {
        Problem problem =
                problem(("{'user':'a','roles':['publisher'],'tier':'broker'," + member + "}").replace('\'', '"'));

        assertThat(problem.errors())
                .extracting(Problem.Flaw::pointer)
                .containsExactly(pointers.strip().split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trader", "admin", "publisher\",\"admin"})
    void scopeRequiresAPublisherThatIsNoAdmin(String roles) {
        Problem problem = problem("{\"user\":\"a\",\"roles\":[\"" + roles
                + "\"],\"tier\":\"broker\",\"publish_types\":[\"ORDER_FILLED\"]}");

        assertThat(problem.errors()).extracting(Problem.Flaw::pointer).containsExactly("/roles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}| /user /roles /tier",
                "{'user':'','roles':[],'tier':'gold'}| /user /roles /tier",
                "{'user':7,'roles':'trader','tier':null}| /user /roles /tier",
                "{'user':'a\\u0000b','roles':['boss',1],'tier':'broker','label':[]}| /user /roles/0 /roles/1 /label",
                "[]| ``",
            })
    void reportsEveryError(String json, String pointers) {
        Problem problem = problem(json.replace('\'', '"'));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors())
                .extracting(Problem.Flaw::pointer)
                .containsExactlyInAnyOrderElementsOf(
                        pointers.isBlank()
                                ? List.of("")
                                : List.of(pointers.strip().split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nope", "{\"user\":\"a\"} trailing"})
    void rejectsInvalidJson(String json) {
        assertThat(problem(json).type()).isEqualTo(ProblemType.MALFORMED);
    }
}
