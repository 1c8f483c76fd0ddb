package io.marketbell.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.marketbell.fuzz.FuzzTargets.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the fuzz targets with their seeds, without a fuzzer. */
class FuzzSeedsTest {

    static Stream<FuzzTarget> targets() {
        return FuzzTargets.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everySeedPasses(FuzzTarget target) throws IOException {
        List<Path> seeds;
        try (Stream<Path> files = Files.list(target.seeds())) {
            seeds = files.toList();
        }

        assertThat(seeds).hasSizeGreaterThan(2).allSatisfy(seed -> {
            byte[] input = Files.readAllBytes(seed);
            assertThatCode(() -> target.input().accept(input)).doesNotThrowAnyException();
        });
    }
}
