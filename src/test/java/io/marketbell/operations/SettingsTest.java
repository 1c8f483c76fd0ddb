package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.marketbell.settings.Settings;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/settings*.md contain every setting with its default. A setting is found in the code if it is injected
 * ({@link ConfigProperty}) or read by name: each class that does so must be among the {@link SettingsReaders}, which
 * are run.
 */
class SettingsTest {
    private static final Set<String> NO_DEFAULT = Set.of("", "–", "empty", "any");

    /** Defaults that are not values; the page describes them in words. */
    private static final Set<String> IN_WORDS = Set.of(
            "marketbell.callback.https.required",
            "marketbell.cluster.node",
            "marketbell.identity.secret.key",
            "marketbell.metrics.credentials.required",
            "marketbell.monitoring.node",
            "marketbell.protection.https.port");

    /** Variables of the server, in a separate table. */
    private static final Set<String> OF_THE_SERVER =
            Set.of("HTTPS_PORT", "KEYSTORE_PASSWORD", "METRICS_PASSWORD", "METRICS_USER", "marketbell.data.directory");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(marketbell\\.[a-z.]+)}");

    private static JavaClasses classes;

    private final Map<String, String> documented = new DocumentedSettings().defaults();
    private final Map<String, Function<Config, Object>> readers = new SettingsReaders().all();

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/test/"))
                .importPackages("io.marketbell");
    }

    /** The injected settings; an empty text stands for no default. */
    private static Map<String, Set<String>> injected() {
        Map<String, Set<String>> found = new TreeMap<>();
        Stream<HasAnnotations<?>> parameters = classes.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .flatMap(unit -> unit.getParameters().stream());
        Stream<HasAnnotations<?>> fields = classes.stream().flatMap(type -> type.getFields().stream());
        Stream.concat(parameters, fields)
                .flatMap(place -> place.tryGetAnnotationOfType(ConfigProperty.class).stream())
                .forEach(property -> found.computeIfAbsent(property.name(), name -> new HashSet<>())
                        .add(
                                property.defaultValue().equals(ConfigProperty.UNCONFIGURED_VALUE)
                                        ? ""
                                        : property.defaultValue()));
        return found;
    }

    private static Map<String, Class<?>> read(Function<Config, Object> reader, Map<String, String> values) {
        RecordingConfig config = new RecordingConfig(values);
        reader.apply(config);
        return config.read();
    }

    /** Some settings are read only if another one is set. */
    private Map<String, Class<?>> read(Function<Config, Object> reader) {
        Map<String, Class<?>> names = read(reader, Map.of());
        names.putAll(read(reader, scenario()));
        return names;
    }

    private static Map<String, String> scenario() {
        return Map.of("mp.jwt.verify.publickey.location", "https://127.0.0.1:1/keys");
    }

    private Set<String> inCode() {
        Set<String> names = new TreeSet<>(injected().keySet());
        readers.values().forEach(reader -> names.addAll(read(reader).keySet()));
        names.removeAll(OF_THE_SERVER);
        return names;
    }

    @Test
    void theTablesContainExactlyTheSettingsOfTheCode() {
        Set<String> inTables = documented.keySet().stream()
                .filter(name -> !name.contains("/"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(difference(inCode(), inTables))
                .as("in the code, not in docs/reference/settings*.md")
                .isEmpty();
        assertThat(difference(inTables, inCode()))
                .as("in docs/reference/settings*.md, not in the code")
                .isEmpty();
    }

    private static Set<String> difference(Set<String> all, Set<String> less) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(less);
        return rest;
    }

    @Test
    void settingsAreReadByNameOnlyInClassesThatThisTestRuns() {
        Set<String> reading = new TreeSet<>();
        for (JavaClass type : classes) {
            boolean reads = type.getAccessesFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().isAssignableTo(Config.class)
                            || call.getTargetOwner().isEquivalentTo(Settings.class));
            if (reads) {
                reading.add(type.getName().replaceAll("\\$.*", ""));
            }
        }
        reading.remove(Settings.class.getName());

        assertThat(reading).isEqualTo(new TreeSet<>(readers.keySet()));
    }

    @Test
    void settingsAreConvertedInOnePlace() {
        Set<String> converting = classes.stream()
                .filter(type -> type.getAccessesFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isAssignableTo(Config.class)))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertThat(converting).containsExactly(Settings.class.getName());
    }

    @Test
    void theConfigurationIsLookedUpOnlyWhereNothingIsInjected() {
        Set<String> lookingUp = classes.stream()
                .filter(type -> type.getAccessesFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(ConfigProvider.class)))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(lookingUp).containsExactly("ServerPageFilters");
    }

    @Test
    void everyInjectedDefaultIsAsDocumented() {
        injected().forEach((name, defaults) -> {
            assertThat(defaults)
                    .as("%s has one default wherever it is injected", name)
                    .hasSize(1);
            String value = defaults.iterator().next();
            if (OF_THE_SERVER.contains(name)) {
                return;
            }
            if (value.isEmpty()) {
                assertThat(IN_WORDS.contains(name) || NO_DEFAULT.contains(documented.get(name)))
                        .as("%s has no default, but %s is documented", name, documented.get(name))
                        .isTrue();
            } else {
                assertThat(documented.get(name)).as(name).isEqualTo(value);
            }
        });
    }

    @Test
    void everyDefaultThatIsReadByNameIsAsDocumented() {
        readers.values().forEach(reader -> {
            for (Map<String, String> others : List.of(Map.<String, String>of(), scenario())) {
                read(reader, others).forEach((name, type) -> {
                    if (!OF_THE_SERVER.contains(name) && !others.containsKey(name)) {
                        check(name, type, value -> with(reader, others, name, value));
                    }
                });
            }
        });
    }

    /** Setting the documented default changes nothing; setting another number does. */
    private void check(String name, Class<?> type, UnaryOperator<String> result) {
        String value = value(documented.getOrDefault(name, ""));
        if (NO_DEFAULT.contains(value)) {
            boolean text = type == String.class || type == String[].class || type == List.class;
            assertThat(text || name.equals("mp.jwt.verify.token.age") || IN_WORDS.contains(name))
                    .as("%s is a number and needs a default in the table", name)
                    .isTrue();
            return;
        }
        if (IN_WORDS.contains(name)) {
            return;
        }
        String byDefault = result.apply(null);
        assertThat(result.apply(value))
                .as("%s is %s in the table, but not in the code", name, value)
                .isEqualTo(byDefault);
        if (Number.class.isAssignableFrom(type)) {
            String other = type == Double.class
                    ? Double.toString(Double.parseDouble(value) - 1)
                    : Long.toString(Long.parseLong(value) + 1);
            // a larger value may be bounded by another setting, a smaller one is not
            assertThat(result.apply(other).equals(byDefault)
                            && result.apply("1").equals(byDefault))
                    .as("%s changes nothing that this test sees", name)
                    .isFalse();
        }
    }

    private static String with(Function<Config, Object> reader, Map<String, String> others, String name, String value) {
        Map<String, String> values = new HashMap<>(others);
        if (value != null) {
            values.put(name, value);
        }
        return FieldText.of(reader.apply(new RecordingConfig(values)));
    }

    private static String value(String documented) {
        int processors = Runtime.getRuntime().availableProcessors();
        return switch (documented) {
            case "processors / 2" -> Integer.toString(Math.max(1, processors / 2));
            case "processors" -> Integer.toString(Math.max(2, processors));
            case "as above" -> "block";
            default -> documented;
        };
    }

    /** The settings of MicroProfile Fault Tolerance: class, method, annotation, member. */
    @Test
    void theGuardsOfTheDatabaseAreAsDocumented() throws Exception {
        Collection<String> names =
                documented.keySet().stream().filter(name -> name.contains("/")).toList();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            String[] parts = name.split("/");
            Method method = Arrays.stream(Class.forName(parts[0]).getDeclaredMethods())
                    .filter(each -> each.getName().equals(parts[1]))
                    .findFirst()
                    .orElseThrow();
            Annotation annotation = Arrays.stream(method.getAnnotations())
                    .filter(each -> each.annotationType().getSimpleName().equals(parts[2]))
                    .findFirst()
                    .orElseThrow();
            Object value = annotation.annotationType().getMethod(parts[3]).invoke(annotation);
            assertThat(documented.get(name)).as(name).isEqualTo(value.toString());
        }
    }

    @Test
    void everyVariableOfTheServersConfigurationIsDocumented() throws Exception {
        String page = DocumentedSettings.pages();
        Map<String, Path> variables = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("server-config"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".xml")).toList()) {
                Matcher variable = VARIABLE.matcher(Files.readString(file));
                while (variable.find()) {
                    variables.put(variable.group(1), file);
                }
            }
        }

        assertThat(variables).isNotEmpty();
        variables.forEach((name, file) -> {
            String inEnvironment = name.toUpperCase(Locale.ROOT).replace('.', '_');
            boolean shortened = page.contains("`_" + inEnvironment.substring(inEnvironment.lastIndexOf('_') + 1) + "`");
            assertThat(page.contains("`" + name + "`") || page.contains("`" + inEnvironment + "`") || shortened)
                    .as("%s of %s", name, file)
                    .isTrue();
        });
    }
}
