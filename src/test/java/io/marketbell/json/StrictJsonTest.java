package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrictJsonTest {
    private final List<String> faults = new ArrayList<>();

    private JsonValue read(String json, TreeBounds bounds) {
        return StrictJson.read(
                json.replace('\'', '"'), bounds, (pointer, detail) -> faults.add(pointer + " " + detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[[", "{'a':01}", "{} {}", "{'a':[}", "[1,]", "{'a'", "nul", "'a"})
    void aTextThatIsNotExactlyOneValueIsMalformed(String json) {
        assertThat(catchThrowableOfType(
                        MalformedJson.class,
                        () -> read(json, TreeBounds.depth(4)).toString()))
                .hasMessageStartingWith("not valid JSON");
    }

    @Test
    void theErrorContainsThePlace() {
        assertThat(catchThrowableOfType(MalformedJson.class, () -> read("{\n'a':x}", TreeBounds.depth(4))))
                .hasMessageContaining(" at line 2, column ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 100_000})
    void unclosedBracketsAreMalformedAndUseNoStack(int open) {
        assertThat(catchThrowableOfType(MalformedJson.class, () -> read("[".repeat(open), TreeBounds.depth(4))))
                .isNotNull();
    }

    @Test
    void nestingBeyondTheBoundIsAFaultWithItsPlace() {
        read("{'a':{'b':[[1]]},'c':1}", TreeBounds.depth(3));

        assertThat(faults).containsExactly("/a/b/0 objects and arrays are nested more than 2 levels deep");
    }

    @Test
    void duplicateFieldsAreFaultsWithTheirPlaces() {
        read("{'a':1,'b':{'x/y':1,'x/y':2,'x/y':3},'a':2}", TreeBounds.depth(4));

        assertThat(faults).containsExactlyInAnyOrder("/b/x~1y duplicate field", "/a duplicate field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1e-99999999999"})
    void numbersWithAnUnreadableExponentAreFaults(String number) {
        read("{'offset':" + number + "}", TreeBounds.depth(4));

        assertThat(faults).containsExactly("/offset is a number with too many digits");
    }

    @Test
    void aNumberOfThousandsOfDigitsIsAFault() {
        read("9".repeat(5_000), TreeBounds.depth(4));

        assertThat(faults).containsExactly(" is a number with too many digits");
    }

    @Test
    void aMemberBeyondItsBoundIsAFaultAndTheRestIsRead() {
        TreeBounds bounds = new TreeBounds(4, Map.of("body", 20), Integer.MAX_VALUE);

        JsonObject read = read(
                        "{'x':'" + "x".repeat(100) + "','body':['" + "€".repeat(7) + "',{'a':[]}],'z':{'y':2}}", bounds)
                .asJsonObject();

        assertThat(faults).containsExactly("/body is longer than 20 bytes");
        assertThat(read.getJsonObject("z").getInt("y")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'a':'bcdefghijklm'}", "[1,2,3,4,5,6,7,8,9]", "[[[]],[],[],[],[]]  ", "{'':'€€','b':null}"})
    void aMemberWithinItsBoundIsNeverAFault(String member) {
        int bytes = member.strip().replace("€", "123").length();

        read("{'body':" + member + "}", new TreeBounds(5, Map.of("body", bytes), Integer.MAX_VALUE));

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0e999999999, 0",
        "815, 815",
        "1e2, 100",
        "100.0, 100",
        "-7, -7",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, ",
        "1e19, ",
        "1.5, ",
        "1e-999999999, ",
        "1e999999999, ",
        "true, ",
        "'\"7\"', ",
    })
    void wholeNumbersAreReadWithoutExpandingTheirExponent(String number, Long expected) {
        OptionalLong read = WholeNumber.of(StrictJson.read(number, TreeBounds.depth(1), (pointer, detail) -> {}));

        assertThat(read).isEqualTo(expected == null ? OptionalLong.empty() : OptionalLong.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{} {}", "{'a':1,'a':2}", "{'a':{'b':[]}}", "{'a':1e99999999999}"})
    void anythingButOneSoundObjectIsNoObject(String json) {
        assertThat(StrictJson.object("{\"a\":[1]}", 2)).hasToString("{\"a\":[1]}");
        assertThat(StrictJson.object(json.replace('\'', '"'), 2)).isNull();
    }

    @Test
    void moreValuesThanTheBoundAreAFaultAndAreNotKept() {
        TreeBounds bounds = new TreeBounds(4, Map.of(), 100);

        StrictJson.Tree read = StrictJson.tree(
                "{\"x\":[" + "[],".repeat(10_000) + "[]],\"z\":1}",
                bounds,
                (pointer, detail) -> faults.add(pointer + " " + detail));

        assertThat(faults).containsExactly(" has more than 100 values");
        assertThat(read.weight()).isLessThan(10_000);
        assertThat(read.value().asJsonObject()).isEmpty();
    }
}
