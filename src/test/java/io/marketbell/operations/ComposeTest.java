package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** compose.yaml and the configuration of its load balancer. */
class ComposeTest {
    private static final Path BALANCER = Path.of("liberty/compose/haproxy.cfg");
    private static final List<String> NODES = List.of("node1", "node2", "node3");
    private static final Pattern REQUIRED_VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");

    private final Map<String, Object> compose = Yaml.one(Path.of("compose.yaml"));
    private final Map<String, Object> services = Yaml.map(compose.get("services"));
    private final String balancer = ShownMetrics.read(BALANCER);

    private Map<String, Object> service(String name) {
        return Yaml.map(services.get(name));
    }

    private Map<String, String> environment(String service) {
        return Yaml.strings(service(service).get("environment"));
    }

    @Test
    void threeNodesDifferInTheirNamesOnly() {
        for (String node : NODES) {
            assertThat(service(node)).containsEntry("hostname", node);
            assertThat(environment(node)).containsEntry("MARKETBELL_CLUSTER_NODE", node);
        }
        Set<Map<String, Object>> without = NODES.stream()
                .map(this::service)
                .peek(node -> {
                    Map<String, Object> settings = Yaml.map(node.get("environment"));
                    settings.remove("MARKETBELL_CLUSTER_NODE");
                    node.put("environment", settings);
                    node.remove("hostname");
                })
                .collect(Collectors.toSet());
        assertThat(without).hasSize(1);
        assertThat(environment("node1"))
                .containsEntry("MARKETBELL_CLUSTER_MODE", "redis")
                .containsEntry("MARKETBELL_CLUSTER_NODES", "" + NODES.size());
    }

    @Test
    void settingsAreDocumented() {
        environment("node1")
                .keySet()
                .forEach(name -> assertThat(DocumentedSettings.hasVariable(name))
                        .as("%s is in docs/reference/settings*.md", name)
                        .isTrue());
    }

    @Test
    void secretsComeFromTheEnvironmentAndHaveNoDefaults() {
        for (String service : services.keySet()) {
            environment(service).forEach((name, value) -> {
                if (name.matches(".*(PASSWORD|KEY|AUTH|REDIS_URL)")) {
                    assertThat(REQUIRED_VARIABLE.matcher(value).find())
                            .as("%s of %s", name, service)
                            .isTrue();
                }
                assertThat(value).doesNotContain(":-").doesNotContain("mb_");
            });
        }
    }

    @Test
    void theGuideCreatesEveryRequiredVariable() {
        Set<String> required = new TreeSet<>();
        REQUIRED_VARIABLE
                .matcher(ShownMetrics.read(Path.of("compose.yaml")))
                .results()
                .forEach(found -> required.add(found.group(1)));
        String guide = ShownMetrics.read(Path.of("docs/howto/deploy-container.md"));

        assertThat(required).isNotEmpty();
        required.forEach(name -> assertThat(guide).contains("\n" + name + "="));
        assertThat(ShownMetrics.read(Path.of(".gitignore")).lines()).contains(".env");
    }

    @Test
    void addressesNameServicesAndTheirPorts() {
        Map<String, String> node = environment("node1");

        assertThat(services).containsKeys("postgres", "redis");
        assertThat(node.get("MARKETBELL_DATABASE_URL")).isEqualTo("jdbc:postgresql://postgres/marketbell");
        assertThat(environment("postgres"))
                .containsEntry("POSTGRES_DB", "marketbell")
                .containsEntry("POSTGRES_USER", node.get("MARKETBELL_DATABASE_USER"))
                .containsEntry("POSTGRES_PASSWORD", node.get("MARKETBELL_DATABASE_PASSWORD"));
        URI redis =
                URI.create(node.get("MARKETBELL_CLUSTER_REDIS_URL").replaceAll(REQUIRED_VARIABLE.pattern(), "secret"));
        assertThat(redis).isEqualTo(URI.create("redis://:secret@redis:6379"));
        assertThat(node.get("MARKETBELL_RATELIMIT_TRUSTED_PROXIES"))
                .isEqualTo(Yaml.at(service("haproxy"), "networks.inside.ipv4_address"));
    }

    @Test
    void redisNeitherStoresNorEvicts() {
        assertThat(service("redis").get("command").toString())
                .contains("--save ''", "--appendonly no", "--maxmemory-policy noeviction", "--requirepass");
    }

    @Test
    void nodesStartAfterTheirDatabasesAndHaveTimeToStop() {
        for (String node : NODES) {
            for (String database : List.of("postgres", "redis")) {
                assertThat(Yaml.at(service(node), "depends_on." + database + ".condition"))
                        .isEqualTo("service_healthy");
                assertThat(Yaml.at(service(database), "healthcheck.test")).isNotNull();
            }
            // 10 s for the clients, and up to 30 s for requests under way
            assertThat(service(node)).containsEntry("stop_grace_period", "60s");
            assertThat(Yaml.at(service(node), "healthcheck.test").toString())
                    .contains("http://localhost:9080/health/ready");
        }
    }

    @Test
    void theBalancerChecksTheReadinessOfEveryNodeAndIsNotSticky() {
        NODES.forEach(node -> assertThat(balancer).contains("server " + node + " " + node + ":9080"));
        assertThat(balancer)
                .contains("uri /health/ready", "balance leastconn", "bind :8080", "bind :8404", "monitor-uri /ready")
                .doesNotContain("cookie", "stick ", "stick-table", "balance source");
        assertThat(Yaml.at(service("haproxy"), "ports")).isEqualTo(List.of("127.0.0.1:8080:8080"));
        assertThat(Yaml.at(service("haproxy"), "healthcheck.test").toString()).contains(":8404/ready");
        assertThat(Yaml.at(service("haproxy"), "volumes").toString()).contains("./" + BALANCER + ":");
    }

    @Test
    void theBalancerKeepsIdleConnectionsAndRepeatsNoRequest() {
        for (String timeout : List.of("client", "server", "tunnel")) {
            int seconds =
                    Integer.parseInt(balancer.replaceFirst("(?s).*\\n *timeout " + timeout + " (\\d+)s\\n.*", "$1"));
            assertThat(seconds).as(timeout).isGreaterThan(2 * 15);
        }
        assertThat(balancer).contains("retry-on conn-failure\n");
    }

    @Test
    void haproxyAcceptsTheConfiguration() throws IOException, InterruptedException {
        boolean installed = Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "haproxy")));
        assumeTrue(installed, "haproxy is not installed");
        ProcessBuilder check = new ProcessBuilder("haproxy", "-c", "-f", BALANCER.toString());
        check.environment().merge("PATH", ":/usr/sbin", String::concat);
        Process haproxy = check.redirectErrorStream(true).start();
        String output = new String(haproxy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(haproxy.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(haproxy.exitValue()).as(output).isZero();
        assertThat(output).doesNotContain("WARNING");
    }
}
