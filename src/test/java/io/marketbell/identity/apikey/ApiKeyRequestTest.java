package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyRequestTest {

    private static Problem problem(String json) {
        return catchThrowableOfType(ProblemException.class, () -> ApiKeyRequest.read(json))
                .problem();
    }

    @Test
    void parsesAKeyAndIgnoresUnknownMembers() {
        assertThat(ApiKeyRequest.read(
                        "{'user':'alice','roles':['trader','publisher'],'tier':'premium','x':1}".replace('\'', '"')))
                .isEqualTo(new ApiKeys.NewKey("alice", Set.of(Role.TRADER, Role.PUBLISHER), Tier.PREMIUM, null));
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
