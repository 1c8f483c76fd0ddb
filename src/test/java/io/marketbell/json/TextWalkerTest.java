package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextWalkerTest {
    private final List<String> visited = new ArrayList<>();

    private final TextWalker<String> walker = new TextWalker<>() {
        @Override
        protected String name(JsonPlace object, String name) {
            visited.add(object + " " + name);
            return name.equals("bad") ? "name in " + object : null;
        }

        @Override
        protected String text(JsonPlace place, String text) {
            visited.add(place + "=" + text + " of " + place.name());
            return text.equals("bad") ? "text at " + place : null;
        }
    };

    private String tree(String json) {
        return walker.walk(
                JsonPlace.ROOT, StrictJson.read(json.replace('\'', '"'), TreeBounds.depth(9), (pointer, detail) -> {}));
    }

    private String text(String json) {
        return walker.walk(StrictJson.parser(json.replace('\'', '"')));
    }

    @Test
    void namesAndStringsAreVisitedInTheOrderOfTheTextWithTheirPlaces() {
        String json = "{'a/b':'x','n':[1,'y',{'~':['z',null]}],'t':true}";
        List<String> expected =
                List.of(" a/b", "/a~1b=x of a/b", " n", "/n/1=y of n", "/n/2 ~", "/n/2/~0/0=z of ~", " t");

        assertThat(tree(json)).isNull();
        assertThat(visited).isEqualTo(expected);
        visited.clear();
        assertThat(text(json)).isNull();
        assertThat(visited).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':['bad','later']}", "{'a':[{'bad':1}],'later':1}", "['bad','later']", "'bad'"})
    void theFirstResultEndsTheWalk(String json) {
        assertThat(tree(json)).isNotNull().isEqualTo(text(json));
        assertThat(visited).noneMatch(place -> place.contains("later"));
    }

    @Test
    void everyDuplicateInATextIsVisited() {
        assertThat(text("{'a':'bad','a':'good'}")).isEqualTo("text at /a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{'a':'x'", "['x',", "{'a'", "nul"})
    void aMalformedTextFails(String json) {
        assertThatThrownBy(() -> text(json)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void veryDeepNestingFailsAndDoesNotOverflowTheStack() {
        assertThatThrownBy(() -> text("[".repeat(100_000))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void longNamesAreShortenedInPointers() {
        assertThat(JsonPlace.ROOT.member("n".repeat(64)).pointer()).isEqualTo("/" + "n".repeat(64));
        assertThat(JsonPlace.ROOT.member("n".repeat(65)).element(3).pointer())
                .isEqualTo("/" + "n".repeat(61) + ".../3");
        assertThat(JsonPlace.ROOT.pointer()).isEmpty();
        assertThat(JsonPlace.ROOT.element(0).name()).isEmpty();
    }
}
