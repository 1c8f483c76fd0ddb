package io.marketbell.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.marketbell.http.problem.Problem;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SingleParametersFeatureTest {

    @SuppressWarnings("unused")
    static void list(@QueryParam("after") String after, @QueryParam("type") List<String> types, String body) {}

    @Test
    void everyParameterThatIsNotACollectionHasOneValue() throws Exception {
        Method method = getClass().getDeclaredMethod("list", String.class, List.class, String.class);

        assertThat(SingleParametersFeature.singleValued(method)).containsExactly("after");
    }

    @Test
    void everyRepeatedParameterIsNamed() {
        MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
        query.put("after", List.of("0", "5"));
        query.put("limit", List.of("1"));
        query.put("cursor", List.of("a", "a"));
        query.put("type", List.of("ORDER_FILLED", "RISK_ALERT"));

        assertThat(SingleParametersFeature.repeated(List.of("after", "limit", "cursor", "reason"), query))
                .containsExactly(
                        new Problem.Flaw("after", "must be given once"),
                        new Problem.Flaw("cursor", "must be given once"));
    }

    @Test
    void onlyTheTypesOfTheHistoryMayBeRepeated() {
        assertThat(parameters()
                        .filter(parameter -> !SingleParametersFeature.singleValued(
                                        (Method) parameter.getDeclaringExecutable())
                                .contains(name(parameter)))
                        .map(SingleParametersFeatureTest::name))
                .containsExactly("type");
    }

    /** A number that JAX-RS converts would be answered without its range. */
    @Test
    void numbersAreParsedByQueryNumber() {
        assertThat(parameters().map(Parameter::getType)).containsOnly(String.class, List.class);
    }

    private static String name(Parameter parameter) {
        return parameter.getAnnotation(QueryParam.class).value();
    }

    private static Stream<Parameter> parameters() {
        return new ClassFileImporter()
                        .importUrl(SingleParametersFeature.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation())
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
                        .flatMap(method -> Arrays.stream(method.getParameters()))
                        .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class));
    }
}
