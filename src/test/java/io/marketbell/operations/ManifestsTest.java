package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests of liberty/kubernetes, and the image they run. */
class ManifestsTest {
    private static final Path DIRECTORY = Path.of("liberty/kubernetes");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|KEY|REDIS_URL)$");

    private final List<Map<String, Object>> plain = Yaml.all(DIRECTORY.resolve("deployment.yaml"));
    private final Map<String, Object> pod = Yaml.map(Yaml.at(ofKind("Deployment"), "spec.template.spec"));
    private final Map<String, Object> container =
            Yaml.maps(pod.get("containers")).get(0);
    private final Map<String, Object> operated = Yaml.map(
            Yaml.one(DIRECTORY.resolve("open-liberty-application.yaml")).get("spec"));
    private final Map<String, Object> monitor = Yaml.one(DIRECTORY.resolve("service-monitor.yaml"));

    private final List<Map<String, Object>> cluster = Yaml.all(DIRECTORY.resolve("cluster.yaml"));
    private final Map<String, Object> clusterPod =
            Yaml.map(Yaml.at(ofKind(cluster, "Deployment"), "spec.template.spec"));
    private final Map<String, Object> clusterContainer =
            Yaml.maps(clusterPod.get("containers")).get(0);

    private Map<String, Object> ofKind(String kind) {
        return ofKind(plain, kind);
    }

    private static Map<String, Object> ofKind(List<Map<String, Object>> documents, String kind) {
        return documents.stream()
                .filter(document -> document.get("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<String, Object>> env(Map<String, Object> of) {
        return Yaml.maps(of.get("env"));
    }

    @Test
    void theThreeProbesUseTheThreeHealthPathsOverHttp() {
        Map.of("startupProbe", "/health/started", "livenessProbe", "/health/live", "readinessProbe", "/health/ready")
                .forEach((probe, path) -> {
                    assertThat(Yaml.at(container, probe + ".httpGet.path")).isEqualTo(path);
                    assertThat(Yaml.at(container, probe + ".httpGet.port")).isEqualTo("http");
                    Map<String, Object> same = Yaml.map(Yaml.at(operated, "probes." + probe.replace("Probe", "")));
                    assertThat(Yaml.at(same, "httpGet.path")).isEqualTo(path);
                    assertThat(Yaml.at(same, "httpGet.port")).isEqualTo(9080);
                    assertThat(Yaml.at(same, "httpGet.scheme")).isEqualTo("HTTP");
                });
    }

    @Test
    void theServerRunsUnprivilegedAndWritesOnlyToVolumes() {
        assertThat(Yaml.map(pod.get("securityContext")))
                .containsEntry("runAsNonRoot", true)
                .containsEntry("runAsUser", 1001);
        for (Map<String, Object> of : List.of(container, operated)) {
            assertThat(Yaml.at(of, "securityContext.allowPrivilegeEscalation")).isEqualTo(false);
            assertThat(Yaml.at(of, "securityContext.capabilities.drop")).isEqualTo(List.of("ALL"));
        }
        assertThat(Yaml.at(operated, "securityContext.runAsNonRoot")).isEqualTo(true);
        assertThat(Yaml.at(container, "securityContext.readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(Yaml.maps(container.get("volumeMounts")))
                .extracting(mount -> mount.get("mountPath"))
                .contains("/var/lib/marketbell", "/opt/ol/wlp/output", "/logs", "/tmp");
        Set<Object> volumes = Yaml.maps(pod.get("volumes")).stream()
                .map(volume -> volume.get("name"))
                .collect(Collectors.toSet());
        assertThat(Yaml.maps(container.get("volumeMounts")))
                .extracting(mount -> mount.get("name"))
                .containsExactlyInAnyOrderElementsOf(volumes);
    }

    @Test
    void theGracePeriodCoversTheShutdown() {
        int shutdown = 10; // marketbell.delivery.shutdown.seconds
        int quiesce = 30; // the server's maximum wait for requests
        int preStop = 5;
        int drain = 3; // marketbell.cluster.drain.ms

        assertThat((int) pod.get("terminationGracePeriodSeconds"))
                .isGreaterThanOrEqualTo(preStop + drain + shutdown + quiesce);
        assertThat(Yaml.at(container, "lifecycle.preStop.exec.command")).isEqualTo(List.of("sleep", "" + preStop));
    }

    @Test
    void onlyOneNodeUsesTheDatabaseAtATime() {
        assertThat(Yaml.at(ofKind("Deployment"), "spec.replicas")).isEqualTo(1);
        assertThat(Yaml.at(ofKind("Deployment"), "spec.strategy.type")).isEqualTo("Recreate");
    }

    @Test
    void threeNodesAreReplacedOneAtATimeAndFailSeparately() {
        Map<String, Object> deployment = Yaml.map(ofKind(cluster, "Deployment").get("spec"));
        Map<String, Object> oneAtATime = Map.of("maxUnavailable", 0, "maxSurge", 1);

        assertThat(deployment).containsEntry("replicas", 3);
        assertThat(Yaml.at(deployment, "strategy.rollingUpdate")).isEqualTo(oneAtATime);
        assertThat((int) deployment.get("minReadySeconds")).isPositive();
        assertThat(Yaml.maps(clusterPod.get("topologySpreadConstraints")))
                .extracting(each -> each.get("topologyKey"))
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        assertThat(operated).containsEntry("replicas", 3);
        assertThat(Yaml.at(operated, "deployment.updateStrategy.rollingUpdate")).isEqualTo(oneAtATime);
        assertThat(Yaml.at(operated, "affinity.podAntiAffinity")).isNotNull();
        for (List<Map<String, Object>> documents :
                List.of(cluster, Yaml.all(DIRECTORY.resolve("open-liberty-application.yaml")))) {
            assertThat(Yaml.at(ofKind(documents, "PodDisruptionBudget"), "spec.minAvailable"))
                    .isEqualTo(2);
        }
    }

    @Test
    void nodesOfAClusterHaveTheirOwnNamesAndShareTheRest() {
        for (Map<String, Object> of : List.of(clusterContainer, operated)) {
            Map<String, Map<String, Object>> variables =
                    env(of).stream().collect(Collectors.toMap(each -> (String) each.get("name"), each -> each));
            assertThat(variables.get("MARKETBELL_CLUSTER_MODE")).containsEntry("value", "redis");
            assertThat(variables.get("MARKETBELL_CLUSTER_NODES")).containsEntry("value", "3");
            assertThat(Yaml.at(variables.get("MARKETBELL_CLUSTER_NODE"), "valueFrom.fieldRef.fieldPath"))
                    .isEqualTo("metadata.name");
            assertThat(Yaml.at(variables.get("MARKETBELL_CLUSTER_REDIS_URL"), "valueFrom.secretKeyRef.key"))
                    .isEqualTo("MARKETBELL_CLUSTER_REDIS_URL");
            assertThat(variables).containsKey("MARKETBELL_IDENTITY_SECRET_KEY");
            String url = (String) variables.get("MARKETBELL_DATABASE_URL").get("value");
            assertThat(url).startsWith("jdbc:postgresql://").contains("sslmode=verify-full");
            String authority = url.replaceFirst(".*sslrootcert=", "");
            assertThat(Yaml.maps(of.get("volumeMounts")))
                    .extracting(mount -> mount.get("mountPath") + "/ca.crt")
                    .contains(authority);
        }
    }

    @Test
    void aNodeOfAClusterDiffersFromASingleOneOnlyWhereItMust() {
        for (String part : List.of(
                "command",
                "ports",
                "resources",
                "securityContext",
                "startupProbe",
                "livenessProbe",
                "readinessProbe",
                "lifecycle",
                "image")) {
            assertThat(clusterContainer.get(part)).as(part).isEqualTo(container.get(part));
        }
        assertThat(clusterPod.get("terminationGracePeriodSeconds")).isEqualTo(pod.get("terminationGracePeriodSeconds"));
        assertThat(ofKind(cluster, "Service").get("metadata"))
                .isEqualTo(ofKind("Service").get("metadata"));
        assertThat(Yaml.at(ofKind(cluster, "Service"), "spec.ports"))
                .isEqualTo(Yaml.at(ofKind("Service"), "spec.ports"));
        assertThat(Yaml.maps(clusterContainer.get("volumeMounts")))
                .extracting(mount -> mount.get("name"))
                .containsExactlyInAnyOrderElementsOf(Yaml.maps(clusterPod.get("volumes")).stream()
                        .map(volume -> volume.get("name"))
                        .toList());
    }

    @Test
    void theNetworkPolicyAllowsWhatANodeUses() {
        Map<String, Object> policy = Yaml.map(ofKind(cluster, "NetworkPolicy").get("spec"));

        assertThat(Yaml.at(policy, "podSelector.matchLabels"))
                .isEqualTo(Yaml.at(ofKind(cluster, "Deployment"), "spec.template.metadata.labels"));
        assertThat(policy.get("policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        assertThat(ports(policy, "ingress")).containsExactly(9443);
        assertThat(ports(policy, "egress")).containsExactly(53, 53, 5432, 6379, 443);
    }

    private static List<Object> ports(Map<String, Object> policy, String direction) {
        return Yaml.maps(policy.get(direction)).stream()
                .flatMap(rule -> Yaml.maps(rule.get("ports")).stream())
                .map(port -> port.get("port"))
                .toList();
    }

    @Test
    void secretsComeFromSecretsAndSettingsAreDocumented() {
        for (Map<String, Object> variable : Stream.of(container, clusterContainer, operated)
                .flatMap(of -> env(of).stream())
                .toList()) {
            String name = (String) variable.get("name");
            assertThat(DocumentedSettings.hasVariable(name))
                    .as("%s is in docs/reference/settings*.md", name)
                    .isTrue();
            assertThat(variable.containsKey("value") && SECRET.matcher(name).matches())
                    .as("%s is given openly", name)
                    .isFalse();
            assertThat(name).doesNotContain("DEVELOPMENT", "DEMO");
        }
        assertThat(env(container)).isNotEmpty();
        assertThat(env(operated)).isNotEmpty();
    }

    @Test
    void theContainerHasRoomForTheHeap() {
        String options = ShownMetrics.read(Path.of("server-config/jvm.options"));
        long heap = mebibytes(options, "-Xmx(\\d+)m");
        long direct = mebibytes(options, "-XX:MaxDirectMemorySize=(\\d+)m");
        assertThat(heap).isGreaterThanOrEqualTo(1_536);
        // a reserve of a tenth, and 400 MiB, as measured, for classes, code, threads and the garbage collector
        assertThat(heap + direct + 400).isLessThanOrEqualTo(3 * 1024 * 9 / 10);
        assertThat(Yaml.at(container, "resources.limits.memory")).isEqualTo("3Gi");
        assertThat(Yaml.at(operated, "resources.limits.memory")).isEqualTo("3Gi");
    }

    private static long mebibytes(String options, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(options);
        assertThat(matcher.find()).as(pattern).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void prometheusUsesTheServersMetricsCredentials() {
        Map<String, Object> theirs =
                Yaml.maps(Yaml.at(monitor, "spec.endpoints")).get(0);
        Map<String, Object> operators =
                Yaml.maps(Yaml.at(operated, "monitoring.endpoints")).get(0);

        for (Map<String, Object> endpoint : List.of(theirs, operators)) {
            assertThat(endpoint).containsEntry("path", "/metrics").containsEntry("scheme", "https");
            assertThat(Yaml.at(endpoint, "basicAuth.username")).isEqualTo(secret("METRICS_USER"));
            assertThat(Yaml.at(endpoint, "basicAuth.password")).isEqualTo(secret("METRICS_PASSWORD"));
        }
        assertThat(Yaml.at(monitor, "spec.selector.matchLabels"))
                .isEqualTo(Yaml.at(ofKind("Service"), "metadata.labels"));
        assertThat(Yaml.maps(Yaml.at(ofKind("Service"), "spec.ports")))
                .extracting(port -> port.get("name"))
                .contains(theirs.get("port"));
        assertThat(Yaml.at(ofKind("Service"), "spec.selector"))
                .isEqualTo(Yaml.at(ofKind("Deployment"), "spec.template.metadata.labels"));
    }

    private Object secret(String variable) {
        return env(container).stream()
                .filter(one -> one.get("name").equals(variable))
                .map(one -> Yaml.at(one, "valueFrom.secretKeyRef"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theImageHasTheTestedServerAndRunsUnprivileged() {
        String image = ShownMetrics.read(Path.of("Dockerfile"));
        String pom = ShownMetrics.read(Path.of("pom.xml"));
        String liberty = pom.replaceFirst("(?s).*<liberty.version>(.*?)</liberty.version>.*", "$1");

        assertThat(image).contains("/open-liberty:" + liberty + "-full-java17-").doesNotContain("mb_dev");
        assertThat(image.lines().filter(line -> line.startsWith("USER ")).reduce((first, last) -> last))
                .contains("USER 1001");
        assertThat(image)
                .contains("MARKETBELL_PRODUCTION=true")
                .contains("/build/server-config/ /config/")
                .contains(" liberty/production/ /config/configDropins/overrides/")
                .contains("ENTRYPOINT [\"/opt/marketbell/start\", ")
                .contains("CMD [\"/opt/ol/wlp/bin/server\", \"run\", \"defaultServer\"]")
                .contains("sed -i '/localConnector/d' /config/includes/features.xml")
                .contains("/health/ready");
    }

    /** The image's start script makes missing passwords. */
    @Test
    void podsStartTheServerThroughTheStartScript() {
        for (Map<String, Object> of : List.of(container, clusterContainer)) {
            assertThat(of.get("command"))
                    .isEqualTo(List.of("/opt/marketbell/start", "/opt/ol/wlp/bin/server", "run", "defaultServer"));
        }
    }

    /** Removed from the image line by line, so it must be on a line of its own. */
    @Test
    void toolsThatDeployAreForDevelopmentOnly() {
        assertThat(ShownMetrics.read(Path.of("server-config/includes/features.xml"))
                        .lines())
                .filteredOn(line -> line.contains("localConnector"))
                .singleElement()
                .asString()
                .isEqualToIgnoringWhitespace("<feature>localConnector-1.0</feature>");
    }
}
