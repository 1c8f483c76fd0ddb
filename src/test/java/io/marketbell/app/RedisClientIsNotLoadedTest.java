package io.marketbell.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisClientIsNotLoadedTest {

    @ParameterizedTest
    @ValueSource(strings = {"single", "postgresql"})
    void withoutRedisNoClassOfItsClientIsLoaded(String mode) throws Exception {
        assertThat(classesOfTheClient(mode)).isEmpty();
    }

    @Test
    void theModeRedisLoadsThem() throws Exception {
        assertThat(classesOfTheClient("redis")).isNotEmpty();
    }

    private static List<String> classesOfTheClient(String mode) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterPortsInOneProcess.class.getName(),
                        mode)
                .redirectErrorStream(true)
                .start();
        List<String> output;
        try (Stream<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8).lines()) {
            output = lines.toList();
        }
        assertThat(process.waitFor())
                .as(() -> output.stream()
                        .filter(line -> !line.contains("class,load"))
                        .collect(joining("\n")))
                .isZero();
        assertThat(output).anyMatch(line -> line.contains(ClusterPorts.class.getName()));
        return output.stream()
                .filter(line -> line.contains(" io.lettuce.") || line.contains(" io.netty."))
                .toList();
    }
}
